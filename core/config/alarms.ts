import { z } from 'zod';
import { noDuplicates, whenList } from './cross-checks';

const OVERDUE = 'a number of days from 2 to 365: a daily report appears up to a day after its scan';

/** Recipients of alarms, and the age from which a report is overdue. */
export const alarms = z
  .strictObject({
    emails: z
      .array(z.email({ error: 'an e-mail address such as "storage@example.com"' }))
      .superRefine(noDuplicates, whenList)
      .default([])
      .describe(
        'E-mail addresses that get the alarms of every Region; each must confirm its subscription in each Region',
      ),
    overdueAfterDays: z
      .int({ error: 'a whole number of days' })
      .min(2, OVERDUE)
      .max(365, OVERDUE)
      .default(10)
      .describe('A bucket is overdue when its newest report is older than this; its reports must live longer'),
  })
  .prefault({})
  .describe('Alarms and their recipients');

/** The settings of the alarms with every default filled in. */
export type AlarmSettings = z.output<typeof alarms>;
