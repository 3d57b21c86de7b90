import { regionOfDestination } from '../names/names';
import { type EventReading, readReportEvents } from '../report/report-event';
import { decodeEventKey, type ReportKey, type ReportScope } from '../report/report-key';
import { CAUSE_OF_NOTHING, type Cause, causeOfEvent } from './cause';

/** A message as the queue holds it. */
export interface QueueMessage {
  readonly id: string;
  /** When it was sent to the first queue, in epoch milliseconds; `undefined` where SQS does not say. */
  readonly sent: number | undefined;
  /** How often it was handed out, by both queues and this time too; `undefined` where SQS does not say. */
  readonly received: number | undefined;
  readonly body: string;
}

/** One thing that a message is about. What could not be read in it is `null`. */
export interface Subject {
  /** The source account: 12 digits. */
  readonly account: string | null;
  /** Whose destination bucket the report lies in. */
  readonly region: string | null;
  /** The source bucket. */
  readonly bucket: string | null;
  /** The report, by the start of its scan: `2026-01-31-01-00`. */
  readonly dt: string | null;
  /** The object that the event names, decoded where that is possible. */
  readonly key: string | null;
}

/** What a part of a message stands for: a report that has to be read to be judged, or something judged already. */
export type SubjectReading = Subject & ({ readonly report: ReportKey } | { readonly cause: Cause });

/** What a message is about: at least one subject. Never throws, whatever the message holds. */
export function readMessage(body: string, ...scopes: readonly ReportScope[]): readonly SubjectReading[] {
  const readings = readReportEvents(body, ...scopes);
  return readings.length === 0 ? [{ ...NOTHING, cause: CAUSE_OF_NOTHING }] : readings.map(readSubject);
}

const NOTHING: Subject = { account: null, region: null, bucket: null, dt: null, key: null };

function readSubject(reading: EventReading): SubjectReading {
  if (reading.kind === 'report') {
    const { report } = reading;
    const { account, bucket, dt, checksumKey: key } = report;
    const region = regionOfDestination(report.destinationBucket) ?? null;
    return { account, region, bucket, dt, key, report };
  }
  const { eventKey } = reading;
  const key = eventKey === undefined ? null : (decodeEventKey(eventKey) ?? eventKey);
  return { ...NOTHING, key, cause: causeOfEvent(reading) };
}
