import { AwsCallError } from '../errors';
import type { EventReading } from '../report/report-event';
import { type ReportFiles, type VerifiedReport, verifyReport } from '../report/manifest';
import type { ReportKey } from '../report/report-key';
import { ReportRefusedError } from '../report/report-refused';
import { answerOf } from '../refusals/refusal';
import type { EventQueue } from './event-queue';

/**
 * Why a message may rest in the dead-letter queue, worked out again: SQS keeps no reason.
 *
 * `registrable`: nothing is wrong with the report now. `refused`: it must not be registered as it is. `ignored`: it is nothing
 * to register, and taken as done when it is tried again. `unreadable`: the report could not be read, so nothing is known.
 */
export interface Cause {
  readonly kind: 'registrable' | 'refused' | 'ignored' | 'unreadable';
  readonly reason: string;
  /** What to do about it. */
  readonly next: string;
}

const EXPIRES = 'it expires by itself 14 days after it was sent';
const inLog = ({ functionName }: EventQueue) => `the log of the Lambda ${functionName} says why, by bucket`;

const NEXT = {
  refusedEvent: `Find out who sent it. A redrive brings it back here; ${EXPIRES}.`,
  refusedReport: `The bucket's next report takes its place. A redrive brings the message back here; ${EXPIRES}.`,
  ignored: 'A redrive clears it away: it is taken as done.',
} as const;

/** Why an event that leads to no report is there: told by the message alone. */
export function causeOfEvent({ kind, reason }: Exclude<EventReading, { kind: 'report' }>): Cause {
  return kind === 'ignored'
    ? { kind, reason: `nothing to register: ${reason}`, next: NEXT.ignored }
    : { kind, reason, next: NEXT.refusedEvent };
}

/** A message whose list of records is empty. */
export const CAUSE_OF_NOTHING = causeOfEvent({ kind: 'ignored', reason: 'the message names no object' });

/** How a report is looked at. An `AwsCallError` is a cause, any other error is thrown. */
export interface Look {
  /** Reads the two control files. */
  readonly read: () => Promise<ReportFiles>;
  /** Sees that its files can be copied, where the Lambda copies them. @throws ReportRefusedError where they must not be */
  readonly check?: ((report: VerifiedReport) => Promise<void>) | undefined;
}

/** Why a report is there: it is read and verified as the queue's Lambda does it. What the tables say is not asked. */
export async function causeOfReport(key: ReportKey, { read, check }: Look, queue: EventQueue): Promise<Cause> {
  try {
    const report = verifyReport(key, await read());
    await check?.(report);
    return {
      ...{ kind: 'registrable', reason: 'the report can be registered now: redrive' },
      next: `Run "orgs3 dead-letters redrive${queue.option}". If the message comes back, ${inLog(queue)}.`,
    };
  } catch (error) {
    if (error instanceof ReportRefusedError) {
      return { kind: 'refused', reason: briefReason(error), next: NEXT.refusedReport };
    }
    if (!(error instanceof AwsCallError)) throw error;
    const { operation, code, message } = answerOf(error);
    const reason = `could not be read: ${operation} of ${error.target.resource ?? key.folder}: ${code}: ${message}`;
    return { kind: 'unreadable', reason, next: unreadableHint(error, queue) };
  }
}

/** The refusal with the file's name alone: the folders above say what stands beside it. */
const briefReason = ({ key, message }: ReportRefusedError) =>
  message.startsWith(key) ? `${key.slice(key.lastIndexOf('/') + 1)}${message.slice(key.length)}` : message;

function unreadableHint({ code, target }: AwsCallError, queue: EventQueue): string {
  const { copiesBucket } = queue;
  if (/NoSuchKey|NotFound/.test(code)) {
    return `The report is not there, or not whole: it expired, was deleted, or S3 still writes it. If it stays so, the bucket's next report takes its place; the message expires 14 days after it was sent.`;
  }
  if (code === 'NoSuchBucket') {
    return copiesBucket !== undefined && target.bucket === copiesBucket
      ? `Apply the stack register again: its bucket ${copiesBucket} is not there.`
      : 'Apply the stack collector-<region> again: the destination bucket is not there.';
  }
  if (/AccessDenied|Forbidden/.test(code)) {
    const wanted =
      copiesBucket === undefined
        ? 's3:GetObject on the manifests'
        : `s3:GetObject on the manifests and data files, s3:ListBucket on ${copiesBucket}`;
    return `Use credentials that allow ${wanted}, and kms:Decrypt where a key of KMS encrypts them. Without s3:ListBucket, a file that is not there shows as ${code} too.`;
  }
  return `Repeat the command. If it stays so, ${inLog(queue)}.`;
}
