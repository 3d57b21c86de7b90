import { regionOfDestination } from '../names/names';
import { type EventReading, readReportEvents } from '../report/report-event';
import { decodeEventKey, type ReportKey, type ReportScope } from '../report/report-key';
import { CAUSE_OF_EMPTY_MESSAGE, type Cause, causeOfEvent } from './cause';

/** A message in the queue. */
export interface QueueMessage {
  readonly id: string;
  /** Time at which the message was sent to the first queue, in epoch milliseconds; `undefined` where SQS does not return it. */
  readonly sent: number | undefined;
  /** Number of times that both queues delivered the message, including this time; `undefined` where SQS does not return it. */
  readonly received: number | undefined;
  readonly body: string;
}

/** A report or object that a message is about. Values that could not be read are `null`. */
export interface Subject {
  /** The source account: 12 digits. */
  readonly account: string | null;
  /** Region of the destination bucket. */
  readonly region: string | null;
  /** The source bucket. */
  readonly bucket: string | null;
  /** Start of the report's scan, e.g. `2026-01-31-01-00`. */
  readonly dt: string | null;
  /** Object key of the event, decoded if possible. */
  readonly key: string | null;
}

/** A subject with a report that must be read to find the cause, or with a known cause. */
export type SubjectReading = Subject & ({ readonly report: ReportKey } | { readonly cause: Cause });

/** Reads the subjects of a message, at least one. Never throws. */
export function readMessage(body: string, ...scopes: readonly ReportScope[]): readonly SubjectReading[] {
  const readings = readReportEvents(body, ...scopes);
  return readings.length === 0 ? [{ ...UNKNOWN_SUBJECT, cause: CAUSE_OF_EMPTY_MESSAGE }] : readings.map(readSubject);
}

const UNKNOWN_SUBJECT: Subject = { account: null, region: null, bucket: null, dt: null, key: null };

function readSubject(reading: EventReading): SubjectReading {
  if (reading.kind === 'report') {
    const { report } = reading;
    const { account, bucket, dt, checksumKey: key } = report;
    const region = regionOfDestination(report.destinationBucket) ?? null;
    return { account, region, bucket, dt, key, report };
  }
  const { eventKey } = reading;
  const key = eventKey === undefined ? null : (decodeEventKey(eventKey) ?? eventKey);
  return { ...UNKNOWN_SUBJECT, key, cause: causeOfEvent(reading) };
}
