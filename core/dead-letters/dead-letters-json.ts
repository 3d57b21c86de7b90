import type { DeadLetter, DeadLetterListing, RegionDeadLetters } from './list-dead-letters';

/** Output of `--format json`: nothing is shortened or escaped. Times are ISO 8601 in UTC, or `null`. */
export function deadLettersJson({ regions, failures }: DeadLetterListing) {
  return {
    regions: regions.map(regionJson),
    deadLetters: regions.flatMap(({ region, deadLetters }) =>
      deadLetters.map((deadLetter) => ({ region, ...deadLetterJson(deadLetter) })),
    ),
    failures,
  };
}

const regionJson = ({ region, count, deadLetters, kept }: RegionDeadLetters) => ({
  region,
  waiting: count.waiting,
  hidden: count.hidden,
  listed: deadLetters.length,
  kept: kept ?? null,
});

const deadLetterJson = ({ id, sent, received, body, subjects }: DeadLetter) => ({
  messageId: id,
  sent: sent === undefined ? null : new Date(sent).toISOString(),
  received: received ?? null,
  about: subjects.map(({ cause, ...subject }) => ({ ...subject, ...cause })),
  body,
});
