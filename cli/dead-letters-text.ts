import type { Cause } from '../core/dead-letters/cause';
import type { EventQueue } from '../core/dead-letters/event-queue';
import type { RegionFailure } from '../core/refusals/each-region';
import type {
  DeadLetter,
  DeadLetterListing,
  MessageCount,
  RegionDeadLetters,
} from '../core/dead-letters/list-dead-letters';
import type { Subject } from '../core/dead-letters/read-message';
import type { Redrive, RegionRedrive } from '../core/dead-letters/redrive';
import type { AnswerColumn } from '../core/query/answer';
import { describeError } from '../core/refusals/describe-error';
import { groupedBy } from '../core/text/grouped-by';
import { printable } from '../core/text/printable';
import { nextLine, underAdvice } from './advice';
import { count, indented } from './lists';
import { renderTabular, type Screen } from './tabular';

const text = (name: string): AnswerColumn => ({ name, type: 'text' });

const COLUMNS: readonly AnswerColumn[] = [
  text('Region'),
  text('sent (UTC)'),
  { name: 'received', type: 'integer' },
  text('account'),
  text('bucket'),
  text('report'),
  text('why'),
];

/** The dead letters for people: a row per report or event of a message, then the advice. */
export function* describeDeadLetters(
  { regions }: DeadLetterListing,
  { ownerPhrase }: EventQueue,
  screen: Screen,
): Generator<string> {
  const rows = regions.flatMap(({ region, deadLetters }) => deadLetters.flatMap((each) => rowsOf(region, each)));
  const messages = regions.reduce((sum, { deadLetters }) => sum + deadLetters.length, 0);
  if (messages === 0) {
    if (regions.length > 0)
      yield `No dead letters${ownerPhrase} in ${regions.map(({ region }) => region).join(', ')}.\n`;
    return;
  }
  yield* renderTabular('table', { columns: [...COLUMNS], rows }, screen);
  const causes = regions.flatMap(({ deadLetters }) =>
    deadLetters.flatMap(({ subjects }) => subjects.map(({ cause }) => cause)),
  );
  yield `\n${[`${count(messages, 'message')}:`, ...indented(underAdvice(causes, countKinds))].map(printable).join('\n')}\n`;
}

const rowsOf = (region: string, { sent, received, subjects }: DeadLetter) =>
  subjects.map(({ account, region: itsRegion, bucket, dt, key, cause }) => [
    itsRegion ?? region,
    sent === undefined ? null : new Date(sent).toISOString().slice(0, 16).replace('T', ' '),
    received ?? null,
    account,
    bucket,
    describeReport({ dt, key }),
    cause.reason,
  ]);

const describeReport = ({ dt, key }: Pick<Subject, 'dt' | 'key'>): string => dt ?? key ?? 'no S3 event';

const KINDS: Readonly<Record<Cause['kind'], string>> = {
  registrable: 'can be registered now',
  refused: 'must not be registered',
  ignored: 'nothing to register',
  unreadable: 'could not be read',
};

const countKinds = (causes: readonly Cause[]): string[] =>
  [...groupedBy(causes, ({ kind }) => kind)].map(([kind, { length }]) => `${length} ${KINDS[kind]}`);

/** Messages that a listing leaves out or leaves hidden, per Region, for stderr; nothing where it is whole. */
export const describeRest = ({ regions }: DeadLetterListing): string[] =>
  regions.flatMap((each) => [...describeLeftOut(each), ...describeKept(each)]).map(printable);

function describeLeftOut({ region, count: { waiting, hidden }, deadLetters }: RegionDeadLetters): string[] {
  const listed = deadLetters.length;
  return [
    ...(listed === 0 || waiting <= listed
      ? []
      : [`${region}: ${listed} of about ${count(waiting, 'message')} listed; --limit changes that`]),
    ...(hidden === 0
      ? []
      : [
          `${region}: about ${count(hidden, 'message')} not shown: another reader received them just now. Repeat in a minute.`,
        ]),
  ];
}

const describeKept = ({ region, kept }: RegionDeadLetters): string[] =>
  kept === undefined
    ? []
    : [
        `${region}: ${count(kept.count, 'message')} may stay hidden for up to 30 seconds: ${describeError(kept.error)}`,
        ...nextLine(
          'Wait that long before you redrive. Credentials with sqs:ChangeMessageVisibility show them again at once.',
        ),
      ];

/** Regions whose queue could not be used, each with AWS's answer and the advice, for stderr. */
export const describeFailures = (failures: readonly RegionFailure[], { ownerPhrase }: EventQueue): string[] =>
  failures
    .flatMap(({ region, error, next }) => [
      `The dead-letter queue${ownerPhrase} in ${region} could not be used: ${describeError(error)}`,
      ...nextLine(next),
    ])
    .map(printable);

/** The outcome of a redrive per Region, and the command that shows its result. */
export function describeRedrive({ regions }: Redrive, queue: EventQueue): string[] {
  const moving = regions.some(({ outcome }) => outcome === 'started' || outcome === 'under way');
  return [...regions.map((each) => describeRegion(each, queue)), ...(moving ? [describeOutcome(queue)] : [])].map(
    printable,
  );
}

const describeOutcome = ({ option }: EventQueue) =>
  `Registering takes minutes. Run "orgs3 dead-letters list${option}" then: it shows the messages that came back. Registering a report twice does no harm.`;

function describeRegion({ region, count: messages, outcome }: RegionRedrive, { name }: EventQueue): string {
  const about = aboutMessages(messages);
  switch (outcome) {
    case 'started':
      return `${region}: SQS moves ${about} back to ${name}`;
    case 'under way':
      return `${region}: an earlier redrive is still under way; ${about} to go`;
    case 'none':
      return `${region}: no message to move`;
    case 'planned':
      return `${region}: ${about} would be moved back to ${name}`;
  }
}

const aboutMessages = ({ waiting, hidden }: MessageCount): string => `about ${count(waiting + hidden, 'message')}`;
