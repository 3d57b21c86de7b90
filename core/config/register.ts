import { z } from 'zod';
import { days } from './values';

/** What the asset register does with the reports of all Regions. */
export const REGISTER_MODES = ['off', 'reference', 'copy'] as const;

export const register = z
  .strictObject({
    mode: z
      .enum(REGISTER_MODES)
      .default('off')
      .describe(
        '"reference": tables in the home Region over the reports of all Regions, where they lie; "copy": over copies of them in a bucket of the home Region; "off": none',
      ),
    retentionDays: days.optional().describe('Days until a copy expires; as many as a report, where it is left out'),
    kmsKeyArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/.+$/, 'the ARN of a KMS key, not of an alias')
      .optional()
      .describe('Key of the home Region that encrypts the copies'),
  })
  .prefault({})
  .describe('The asset register: every Region in one table');
