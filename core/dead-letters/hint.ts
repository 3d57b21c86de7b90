import { signInHint } from '../refusals/known-answers';
import type { EventQueue } from './event-queue';

/** Instruction for an error of AWS in a call about a dead-letter queue, by its code. */
export function deadLettersHint(code: string, region: string, queue: EventQueue): string {
  const { account, name, deadLetters } = queue;
  if (/QueueDoesNotExist|NonExistentQueue|ResourceNotFound/.test(code)) {
    return `Apply the stack ${queue.stackIn(region)}: it creates the queue. If it is already applied, use credentials of the destination account ${account}.`;
  }
  const signIn = signInHint(code);
  if (signIn !== undefined) return signIn;
  if (!/AccessDenied/.test(code)) return 'Repeat the command.';
  return (
    `Use credentials of the destination account ${account} that allow the call on the queue ` +
    `${deadLetters}, and sqs:SendMessage on ${name} for a redrive: "orgs3 policy operator" prints a policy for this.`
  );
}
