import { setImmediate as turn } from 'node:timers/promises';
import type { Dice } from '../dice';
import { bodyOf, type Call, jsonAnswer, Refusal, refusalAnswer } from './answer';
import type { Service } from './fake-aws';

/** A fault of a call. `…, done` means: the service did the work, but the caller gets no answer. */
export type CallFault = (typeof WHOLE_CALL)[number] | 'entries failed';

/** The faults of one invocation. */
export interface Faults {
  readonly dice: Dice;
  /** The share of calls that fail, from 0 to 1. */
  readonly rate: number;
  /** Receives each fault. */
  readonly onFault: (fault: CallFault) => void;
}

const WHOLE_CALL = [
  'throttled',
  'server error',
  'server error, done',
  'connection reset',
  'connection reset, done',
  'slow',
] as const;
const ANY: readonly [CallFault, ...CallFault[]] = [...WHOLE_CALL, 'entries failed'];

/**
 * The batch operations: the property of the request that holds the entries, and the property of the answer that names
 * the failed ones.
 */
const ENTRIES: Readonly<Record<string, { readonly list: string; readonly values: string; readonly told: string }>> = {
  BatchCreatePartition: { list: 'PartitionInputList', values: 'Values', told: 'PartitionValues' },
  BatchUpdatePartition: { list: 'Entries', values: 'PartitionValueList', told: 'PartitionValueList' },
  BatchDeletePartition: { list: 'PartitionsToDelete', values: 'Values', told: 'PartitionValues' },
};

/** Wraps a service so that it throttles, fails, breaks connections, is slow, and refuses single entries of a batch. */
export function faultyService(service: Service, { dice, rate, onFault }: Faults): Service {
  return async (call) => {
    if (!dice.happens(rate)) return service(call);
    const fault: CallFault = dice.one(call.operation in ENTRIES ? ANY : WHOLE_CALL);
    onFault(fault);
    switch (fault) {
      case 'throttled':
        return refusalAnswer(call.service, throttled(call));
      case 'server error':
        return refusalAnswer(call.service, serverError(call));
      case 'server error, done':
        await service(call);
        return refusalAnswer(call.service, serverError(call));
      case 'connection reset':
        throw reset();
      case 'connection reset, done':
        await service(call);
        throw reset();
      case 'slow':
        for (let turns = dice.below(200); turns > 0; turns -= 1) await turn();
        return service(call);
      case 'entries failed':
        return withoutSomeEntries(service, call, dice);
    }
  };
}

const throttled = ({ service }: Call) =>
  service === 's3'
    ? new Refusal('SlowDown', 'Please reduce your request rate.', 503)
    : new Refusal('ThrottlingException', 'Rate exceeded');

const serverError = ({ service }: Call) =>
  service === 's3'
    ? new Refusal('InternalError', 'We encountered an internal error. Please try again.', 500)
    : new Refusal('InternalServiceException', 'Internal service error', 500);

const reset = () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

/** Processes only some entries of a batch, and reports the others as failed. */
async function withoutSomeEntries(service: Service, call: Call, dice: Dice) {
  const entry = ENTRIES[call.operation];
  if (entry === undefined) return service(call);
  const input = JSON.parse(bodyOf(call.request)) as Record<string, unknown>;
  const all = input[entry.list] as Record<string, unknown>[];
  const failed = new Set(all.filter(() => dice.happens(0.5)));
  const rest = all.filter((each) => !failed.has(each));
  const request = { ...call.request, body: JSON.stringify({ ...input, [entry.list]: rest }) };
  const answer = rest.length === 0 ? jsonAnswer({}) : await service({ ...call, request });
  if (answer.status !== 200) return answer;
  const { Errors = [] } = JSON.parse(answer.body) as { Errors?: unknown[] };
  const ErrorDetail = { ErrorCode: 'InternalServiceException', ErrorMessage: 'Internal service error' };
  return jsonAnswer({
    Errors: [...Errors, ...[...failed].map((each) => ({ [entry.told]: each[entry.values], ErrorDetail }))],
  });
}
