import { policiesIn, surprises } from './evaluate';
import { samplePolicies } from './organization';
import { SCENARIOS } from './scenarios';
import { dropped, weakened, without } from './weakened';

const policies = samplePolicies();
const about = (where: string) => SCENARIOS.filter((scenario) => policiesIn(scenario).includes(where));

/** The policies of all Regions are alike, so that those of one Region are enough. */
const OTHER_REGION = 'collector-us-east-1';

/** Each way to drop one statement, or one condition of a statement, from a policy that decides a scenario. */
const DROPS = [...policies]
  .filter(([where]) => about(where).length > 0 && !where.startsWith(OTHER_REGION))
  .flatMap(([where, { Statement }]) =>
    Statement.flatMap(({ Sid: sid, Condition = {} }) => [
      { what: `${where} without ${sid}`, where, sid, change: dropped },
      ...Object.values(Condition)
        .flatMap((values) => Object.keys(values))
        .map((key) => ({
          what: `${where} with ${sid}, but whatever ${key} says`,
          where,
          sid,
          change: without(key),
        })),
    ]),
  );

describe('no statement and no condition is there for nothing: a scenario comes out otherwise at', () => {
  it.each(DROPS)('$what', async ({ where, sid, change }) => {
    expect(await surprises(weakened(policies, where, sid, change), about(where))).not.toEqual([]);
  });
});
