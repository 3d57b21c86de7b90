import { AwsCallError } from '../errors';
import type { EventReading } from '../report/report-event';
import { type ReportFiles, type VerifiedReport, verifyReport } from '../report/manifest';
import type { ReportKey } from '../report/report-key';
import { ReportRefusedError } from '../report/report-refused';
import { answerOf } from '../refusals/refusal';
import { stackName } from '../names/stack-names';
import type { EventQueue } from './event-queue';

/**
 * Cause of a dead letter, determined anew, because SQS keeps no reason.
 *
 * - `registrable`: the report can be registered now;
 * - `refused`: the event or report must not be registered;
 * - `ignored`: there is nothing to register; a redrive removes the message;
 * - `unreadable`: the report could not be read, so the cause is unknown.
 */
export interface Cause {
  readonly kind: 'registrable' | 'refused' | 'ignored' | 'unreadable';
  readonly reason: string;
  /** Instruction for the person who runs the command. */
  readonly next: string;
}

const EXPIRES = 'it expires 14 days after it was sent';
const checkLog = ({ functionName }: EventQueue) =>
  `see the log of the Lambda ${functionName} for the reason, by bucket`;

const NEXT = {
  refusedEvent: `Find out which sender wrote the message. A redrive brings it back here; ${EXPIRES}.`,
  refusedReport: `Wait for the bucket's next report, which replaces this one. A redrive brings the message back here; ${EXPIRES}.`,
  ignored: 'Redrive to remove the message: there is nothing to register, so it counts as done.',
} as const;

/** Cause of an event without a report, from the message alone. */
export function causeOfEvent({ kind, reason }: Exclude<EventReading, { kind: 'report' }>): Cause {
  return kind === 'ignored'
    ? { kind, reason: `nothing to register: ${reason}`, next: NEXT.ignored }
    : { kind, reason, next: NEXT.refusedEvent };
}

/** Cause of a message without records. */
export const CAUSE_OF_EMPTY_MESSAGE = causeOfEvent({ kind: 'ignored', reason: 'the message names no object' });

/** Calls that check a report. An `AwsCallError` becomes a cause; any other error is rethrown. */
export interface ReportCheck {
  /** Reads the two control files. */
  readonly read: () => Promise<ReportFiles>;
  /** Checks that the files can be copied; absent where the Lambda copies none. @throws ReportRefusedError where they must not be copied */
  readonly check?: ((report: VerifiedReport) => Promise<void>) | undefined;
}

/** Determines the cause of a report's dead letter: reads and verifies the report as the Lambda does. Does not read the tables. */
export async function causeOfReport(key: ReportKey, { read, check }: ReportCheck, queue: EventQueue): Promise<Cause> {
  try {
    const report = verifyReport(key, await read());
    await check?.(report);
    return {
      kind: 'registrable',
      reason: 'the report can be registered now: redrive',
      next: `Run "orgs3 dead-letters redrive${queue.option}". If the message comes back, ${checkLog(queue)}.`,
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

/** The message of a refusal with the file's name alone: the other columns show the rest of the key. */
const briefReason = ({ key, message }: ReportRefusedError) =>
  message.startsWith(key) ? `${key.slice(key.lastIndexOf('/') + 1)}${message.slice(key.length)}` : message;

function unreadableHint({ code, target }: AwsCallError, queue: EventQueue): string {
  const { copiesBucket } = queue;
  if (/NoSuchKey|NotFound/.test(code)) {
    return `Wait for the bucket's next report. This report is missing or incomplete: it expired, was deleted, or S3 is still writing it. The message expires 14 days after it was sent.`;
  }
  if (code === 'NoSuchBucket') {
    return copiesBucket !== undefined && target.bucket === copiesBucket
      ? `Apply the stack ${stackName.assetRegister} again: its bucket ${copiesBucket} does not exist.`
      : `Apply the stack ${stackName.collector('<region>')} again: the destination bucket does not exist.`;
  }
  if (/AccessDenied|Forbidden/.test(code)) {
    const wanted =
      copiesBucket === undefined
        ? 's3:GetObject on the manifests'
        : `s3:GetObject on the manifests and data files, s3:ListBucket on ${copiesBucket}`;
    return `Use credentials that allow ${wanted}, and kms:Decrypt if a KMS key encrypts them. Without s3:ListBucket, a missing file also gives ${code}.`;
  }
  return `Repeat the command. If it fails again, ${checkLog(queue)}.`;
}
