import { z } from 'zod';
import { eachOnce, onLists } from './cross-checks';

const OVERDUE = 'a number of days from 2 to 365: a daily report appears up to a day after its scan';

/** Who hears of it when something is wrong, and when a report counts as overdue. */
export const alarms = z
  .strictObject({
    emails: z
      .array(z.email({ error: 'an e-mail address such as "storage@example.com"' }))
      .superRefine(eachOnce, onLists)
      .default([])
      .describe('Who gets the alarms of every Region by e-mail; each address must confirm each Region once'),
    overdueAfterDays: z
      .int({ error: 'a whole number of days' })
      .min(2, OVERDUE)
      .max(365, OVERDUE)
      .default(10)
      .describe('A bucket is overdue when its newest report is older than this; its reports must live longer'),
  })
  .prefault({})
  .describe('What is watched, and who is told');

/** The settings of the alarms with every default filled in. */
export type AlarmSettings = z.output<typeof alarms>;
