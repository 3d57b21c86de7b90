import * as z from 'zod/mini';
import { type KeyReading, type ReportScope, readReportKey } from './report-key';

/** Result of reading one record of an event. `eventKey` is the object key of the event, still encoded. */
export type EventReading = KeyReading & { readonly eventKey?: string };

const testEventSchema = z.object({ Event: z.literal('s3:TestEvent') });
const envelopeSchema = z.object({ Type: z.literal('Notification'), Message: z.string() });
const recordSchema = z.object({
  eventVersion: z.optional(z.string()),
  eventName: z.string(),
  s3: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
});
const eventSchema = z.object({ Records: z.array(z.unknown()) });

/**
 * Reads the body of a queue message: an S3 event, delivered raw or inside SNS's envelope. Never throws. A record that cannot
 * be read is `refused`, so that its message reaches the dead-letter queue. S3's test event and events about other objects or
 * other buckets are `ignored`.
 *
 * @param scopes one per destination bucket whose events are accepted
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function readReportEvents(body: string, ...scopes: readonly ReportScope[]): EventReading[] {
  const content = unwrap(parseJson(body));
  if (testEventSchema.safeParse(content).success) return [{ kind: 'ignored', reason: "S3's test event" }];
  const event = eventSchema.safeParse(content);
  if (!event.success) return [{ kind: 'refused', reason: `message is not an S3 event: ${body.slice(0, 200)}` }];
  return event.data.Records.map((record) => readRecord(record, scopes));
}

function readRecord(content: unknown, scopes: readonly ReportScope[]): EventReading {
  const record = recordSchema.safeParse(content);
  if (!record.success)
    return { kind: 'refused', reason: `record is not an S3 event record: ${JSON.stringify(content).slice(0, 200)}` };
  const { eventVersion = '2.0', eventName, s3 } = record.data;
  const eventKey = s3.object.key;
  if (!eventVersion.startsWith('2.'))
    return { kind: 'refused', reason: `event version ${eventVersion} is not 2.x`, eventKey };
  const scope = scopes.find(({ destinationBucket }) => destinationBucket === s3.bucket.name);
  if (scope === undefined) {
    const ours = scopes.map(({ destinationBucket }) => destinationBucket).join(', ');
    return { kind: 'ignored', reason: `bucket "${s3.bucket.name}" is not ${ours}`, eventKey };
  }
  if (!eventName.startsWith('ObjectCreated:'))
    return { kind: 'ignored', reason: `${eventName} does not create an object`, eventKey };
  return { ...readReportKey(eventKey, scope), eventKey };
}

/** Returns the S3 event inside an SNS envelope; returns any other content unchanged. */
function unwrap(content: unknown): unknown {
  const envelope = envelopeSchema.safeParse(content);
  return envelope.success ? parseJson(envelope.data.Message) : content;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
