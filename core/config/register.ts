import { z } from 'zod';

/** What the asset register does with the reports of all Regions. */
export const REGISTER_MODES = ['off', 'reference'] as const;

export const register = z
  .strictObject({
    mode: z
      .enum(REGISTER_MODES)
      .default('off')
      .describe('"reference": tables in the home Region over the reports of all Regions, where they lie; "off": none'),
  })
  .prefault({})
  .describe('The asset register: every Region in one table');
