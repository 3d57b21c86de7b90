import { DESTINATION } from '../stacks/sample';
import type { Target } from './target';

const FOREIGN = '999999999999';

/** The actions of people who use the inventory, by the words of the scenarios. */
export const PEOPLE_DO = {
  'reads the answer of Athena in': 'athena:GetQueryResults',
  'looks up the database': 'glue:GetDatabase',
  'asks for the Region of': 's3:GetBucketLocation',
  'has its messages moved out of': 'sqs:StartMessageMoveTask',
  'keeps a table like': 'glue:UpdateTable',
} as const;

/** A bucket of a foreign account that allows everybody everything: a trap, or a way to take data out. */
const trap = (bucket: string, key = ''): Target => ({
  arn: `arn:aws:s3:::${bucket}${key}`,
  account: FOREIGN,
  policy: {
    Version: '2012-10-17',
    Statement: [{ Sid: 'Trap', Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }],
  },
});
const own = (service: string, resource: string): Target => ({
  arn: `arn:aws:${service}:eu-west-1:${DESTINATION}:${resource}`,
  account: DESTINATION,
});
const TRAP = `s3inventory-us-west-2-${DESTINATION}`;

/** The targets of these actions. */
export const TO_PEOPLE = {
  'the workgroup of the register': own('athena', 'workgroup/s3-asset-register'),
  'the database that Athena always asks for': own('glue', 'database/default'),
  'the table buckets': own('glue', 'table/s3_inventory/buckets'),
  "a foreign account's bucket of such a name": trap(TRAP),
  "a foreign account's report": trap(TRAP, '/inventory/333333333333/photos/organization-inventory/data/5d3e.parquet'),
  "a foreign account's manifest": trap(TRAP, '/inventory/333333333333/photos/x/2026-01-01T01-00Z/manifest.json'),
  "a foreign account's list of buckets": trap(TRAP, '/dimensions/buckets/data.parquet'),
  "a foreign account's results bucket": trap(`s3inventory-results-us-west-2-${DESTINATION}`),
  "a foreign account's query result": trap(`s3inventory-results-us-west-2-${DESTINATION}`, '/results/7c1a.csv'),
} as const satisfies Record<string, Target>;
