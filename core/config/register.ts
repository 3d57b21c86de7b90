import { z } from 'zod';
import { days } from './values';

/** Modes of the asset register. */
export const ASSET_REGISTER_MODES = ['off', 'reference', 'copy'] as const;

export const register = z
  .strictObject({
    mode: z
      .enum(ASSET_REGISTER_MODES)
      .default('off')
      .describe(
        '"reference": tables in the home Region over the reports in the destination buckets of all Regions; "copy": tables over copies of the reports in a bucket of the home Region; "off": no register',
      ),
    retentionDays: days
      .optional()
      .describe('Days after its scan for which a copy is shown; default: retention.reportsDays'),
    kmsKeyArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/.+$/, 'the ARN of a KMS key, not of an alias')
      .optional()
      .describe('ARN of a KMS key in the home Region that encrypts the copies'),
  })
  .prefault({})
  .describe('The asset register: the reports of all Regions in one table');
