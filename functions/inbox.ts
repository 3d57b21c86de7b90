import * as z from 'zod/mini';
import { Orgs3Error } from '../core/errors';
import { readReportEvents } from '../core/report/report-event';
import type { ReportKey, ReportScope } from '../core/report/report-key';

/** One report, and every message about it: S3, SNS and SQS each deliver at least once. */
export interface ReportRequest {
  readonly key: ReportKey;
  readonly messageIds: readonly string[];
}

/** A part of a message without a report, and the reason. */
export interface Notice {
  readonly kind: 'ignored' | 'refused';
  readonly messageId: string;
  readonly reason: string;
  /** Key as the event spells it. */
  readonly eventKey: string | undefined;
}

/** The reports and notices in the messages of one invocation. Each report is there once. */
export interface Inbox {
  readonly requests: readonly ReportRequest[];
  readonly notices: readonly Notice[];
}

const sqsEventSchema = z.object({
  Records: z.array(z.object({ messageId: z.string().check(z.minLength(1)), body: z.string() })),
});

/**
 * Reads the event of a queue: up to 10,000 messages.
 *
 * @param name name of the Lambda, for the error
 * @param scopes the destination buckets whose reports are expected
 * @throws Orgs3Error where it is no event of a queue; a bad message becomes a notice instead
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function readInbox(name: string, event: unknown, scopes: readonly ReportScope[]): Inbox {
  const parsed = sqsEventSchema.safeParse(event);
  if (!parsed.success)
    throw new Orgs3Error(`${name} was called with something that is not an event of an SQS queue`, {
      next: 'Let only the event source mapping of the Lambda call it.',
    });
  const requests = new Map<string, { key: ReportKey; messageIds: string[] }>();
  const notices: Notice[] = [];
  for (const { messageId, body } of parsed.data.Records)
    for (const reading of readReportEvents(body, ...scopes)) {
      if (reading.kind !== 'report') {
        notices.push({ kind: reading.kind, messageId, reason: reading.reason, eventKey: reading.eventKey });
        continue;
      }
      const request = requests.get(idOf(reading.report)) ?? { key: reading.report, messageIds: [] };
      request.messageIds.push(messageId);
      requests.set(idOf(reading.report), request);
    }
  return { requests: [...requests.values()], notices };
}

const idOf = ({ destinationBucket, manifestKey }: ReportKey) => `${destinationBucket}/${manifestKey}`;
