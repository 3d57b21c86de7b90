import { z } from 'zod';
import { namesSomething, onRightMappings } from './cross-checks';
import { configurationId, settingsToChange } from './inventory-settings';
import { accountGlob, bucketGlob, regionGlob, unitGlob } from './values';

const globs = (glob: z.ZodString, what: string) =>
  z
    .array(glob)
    .min(1, 'at least one glob; leave the key out where it does not matter')
    .optional()
    .describe(`Globs of ${what}; one that matches is enough`);

const place = {
  accounts: globs(accountGlob, 'account ids'),
  organizationalUnits: globs(unitGlob, 'organizational unit paths, e.g. /Workloads/**'),
  regions: globs(regionGlob, 'Region codes, e.g. eu-*'),
  buckets: globs(bucketGlob, 'bucket names'),
};

const tags = z
  .record(z.string().min(1, 'a tag key that is not empty'), z.string())
  .superRefine(namesSomething('at least one tag'), onRightMappings)
  .optional()
  .describe('Tag keys of the bucket, each with a glob of its value; all must match');

const MATCH = 'at least one of accounts, organizationalUnits, regions, buckets';

/**
 * A configuration that buckets have besides the main one. What it does not set is as in `inventory`. It cannot be limited by
 * tags: a tag that could not be read would remove the configuration.
 */
export const additional = z
  .strictObject({
    id: configurationId.describe('Id of the configuration; part of the key of its reports'),
    match: z
      .strictObject(place)
      .superRefine(namesSomething(MATCH), onRightMappings)
      .optional()
      .describe('Which selected buckets have it; without this, all. Every criterion given must match'),
    ...settingsToChange,
  })
  .describe('One more configuration per bucket; what it does not set is as in inventory');

/** A change of settings for some buckets. */
export const override = z
  .strictObject({
    match: z
      .strictObject({ ...place, tags })
      .superRefine(namesSomething(`${MATCH}, tags`), onRightMappings)
      .describe('Which buckets; every criterion given must match'),
    configuration: z.string().optional().describe('Id of the configuration to change; without it, all of the bucket'),
    set: z
      .strictObject(settingsToChange)
      .superRefine(namesSomething(`at least one of ${Object.keys(settingsToChange).join(', ')}`), onRightMappings)
      .describe('The settings to replace, each as a whole'),
  })
  .describe('Other settings for some buckets; of two overrides that set the same, the later one counts');
