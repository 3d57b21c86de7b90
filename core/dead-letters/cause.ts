import { AwsCallError } from '../errors';
import type { EventReading } from '../inventory/report-event';
import { type ReportFiles, verifyReport } from '../inventory/manifest';
import { REGISTER_FUNCTION } from '../inventory/names';
import type { ReportKey } from '../inventory/report-key';
import { ReportRefusedError } from '../inventory/report-refused';
import { answerOf } from '../organization/refusal';

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
const IN_LOG = `the log of the Lambda ${REGISTER_FUNCTION} says why, by bucket`;

const NEXT = {
  registrable: `Run "orgs3 dead-letters redrive". If the message comes back, ${IN_LOG}.`,
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

/**
 * Why a report is there: it is read and verified as `register-report` does it. What the tables say is not asked.
 *
 * @param read reads the two control files; an `AwsCallError` of it is a cause, any other error is thrown
 */
export async function causeOfReport(key: ReportKey, read: () => Promise<ReportFiles>): Promise<Cause> {
  try {
    verifyReport(key, await read());
    return { kind: 'registrable', reason: 'the report can be registered now: redrive', next: NEXT.registrable };
  } catch (error) {
    if (error instanceof ReportRefusedError) {
      return { kind: 'refused', reason: briefReason(error), next: NEXT.refusedReport };
    }
    if (!(error instanceof AwsCallError)) throw error;
    const { operation, code, message } = answerOf(error);
    const reason = `could not be read: ${operation} of ${error.target.resource ?? key.folder}: ${code}: ${message}`;
    return { kind: 'unreadable', reason, next: unreadableHint(code) };
  }
}

/** The refusal with the file's name alone: the folders above say what stands beside it. */
const briefReason = ({ key, message }: ReportRefusedError) =>
  message.startsWith(key) ? `${key.slice(key.lastIndexOf('/') + 1)}${message.slice(key.length)}` : message;

function unreadableHint(code: string): string {
  if (code === 'NoSuchKey') {
    return `The report is not there, or not whole: it expired, was deleted, or S3 still writes it. If it stays so, the bucket's next report takes its place; the message expires 14 days after it was sent.`;
  }
  if (code === 'NoSuchBucket') return 'Apply the stack collector-<region> again: the destination bucket is not there.';
  if (/AccessDenied/.test(code)) {
    return `Use credentials that allow s3:GetObject on the manifests, and kms:Decrypt where a key of KMS encrypts them. Without s3:ListBucket, a file that is not there shows as AccessDenied too.`;
  }
  return `Repeat the command. If it stays so, ${IN_LOG}.`;
}
