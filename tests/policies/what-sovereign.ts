import { DESTINATION, SOURCE } from '../stacks/sample';
import type { Target } from './target';

const COLLECTOR = 'collector-eusc-de-east-1';
const REPORTS = `arn:aws-eusc:s3:::s3inventory-eusc-de-east-1-${DESTINATION}`;
const RESULTS = `arn:aws-eusc:s3:::s3inventory-results-eusc-de-east-1-${DESTINATION}`;
const COPIES = `arn:aws-eusc:s3:::s3inventory-register-eusc-de-east-1-${DESTINATION}`;

const inReports = (key: string): Target => ({
  arn: `${REPORTS}${key}`,
  account: DESTINATION,
  policyAt: `${COLLECTOR} aws_s3_bucket_policy.destination_policy.policy`,
});
const own = (arn: string): Target => ({ arn, account: DESTINATION });

/** Targets in the European Sovereign Cloud: another partition, and a Region code of another form. */
export const TO_SOVEREIGN = {
  'the sovereign destination bucket': inReports(''),
  'a sovereign report': inReports(`/inventory/${SOURCE}/photos/organization-inventory/data/5d3e.parquet`),
  'a sovereign manifest': inReports(`/inventory/${SOURCE}/photos/x/2026-01-01T01-00Z/manifest.json`),
  'the sovereign list of buckets': inReports('/dimensions/buckets/data.parquet'),
  'the list of buckets of another sovereign Region': own(
    `arn:aws-eusc:s3:::s3inventory-eusc-fr-west-2-${DESTINATION}/dimensions/buckets/data.parquet`,
  ),
  'a list of buckets in the sovereign results bucket': own(`${RESULTS}/dimensions/buckets/data.parquet`),
  'a list of buckets in the sovereign register': own(`${COPIES}/dimensions/buckets/data.parquet`),
  'a sovereign query result': own(`${RESULTS}/results/7c1a.csv`),
  'the sovereign key': {
    ...own(`arn:aws-eusc:kms:eusc-de-east-1:${DESTINATION}:key/5f2c`),
    policyAt: `${COLLECTOR} aws_kms_key.encryption_key.policy`,
    context: { 'kms:ResourceAliases': ['alias/s3inventory-reports'] },
  },
} as const satisfies Record<string, Target>;
