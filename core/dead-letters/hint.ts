import { REGISTER_DEAD_LETTER_QUEUE, REGISTER_QUEUE } from '../inventory/names';
import { signInHint } from '../organization/each-region';

/** What to do where AWS refused a call about a dead-letter queue; `account` owns it. */
export function deadLettersHint(code: string, region: string, account: string): string {
  if (/QueueDoesNotExist|NonExistentQueue|ResourceNotFound/.test(code)) {
    return `Apply the stack collector-${region}: it makes the queue. If it is applied, use credentials of the destination account ${account}.`;
  }
  const signIn = signInHint(code);
  if (signIn !== undefined) return signIn;
  if (!/AccessDenied/.test(code)) return 'Repeat the command.';
  return (
    `Use credentials of the destination account ${account} that allow the call on the queue ` +
    `${REGISTER_DEAD_LETTER_QUEUE}, and sqs:SendMessage on ${REGISTER_QUEUE} for a redrive.`
  );
}
