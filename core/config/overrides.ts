import { z } from 'zod';
import { notEmpty, whenValidMapping } from './cross-checks';
import { configurationId, settingsToChange } from './inventory-settings';
import { accountGlob, bucketGlob, regionGlob, unitGlob } from './values';

const globs = (glob: z.ZodString, what: string) =>
  z
    .array(glob)
    .min(1, 'at least one glob; leave the key out to match everything')
    .optional()
    .describe(`Globs of ${what}; one match is enough`);

const place = {
  accounts: globs(accountGlob, 'account ids'),
  organizationalUnits: globs(unitGlob, 'organizational unit paths, e.g. /Workloads/**'),
  regions: globs(regionGlob, 'Region codes, e.g. eu-*'),
  buckets: globs(bucketGlob, 'bucket names'),
};

const tags = z
  .record(z.string().min(1, 'a tag key that is not empty'), z.string())
  .superRefine(notEmpty('at least one tag'), whenValidMapping)
  .optional()
  .describe('Tags of the bucket: keys, each with a glob of the value; all must match');

const MATCH = 'at least one of accounts, organizationalUnits, regions, buckets';

/**
 * An additional configuration of buckets. Settings that it leaves out come from `inventory`. It cannot match by tags: if a tag
 * could not be read, Terraform would remove the configuration.
 */
export const additional = z
  .strictObject({
    id: configurationId.describe('Id of the configuration; part of the keys of its reports'),
    match: z
      .strictObject(place)
      .superRefine(notEmpty(MATCH), whenValidMapping)
      .optional()
      .describe('Selected buckets that get the configuration; without it, all. All given criteria must match'),
    ...settingsToChange,
  })
  .describe('An additional configuration per bucket; settings that it leaves out come from inventory');

/** A change of settings for some buckets. */
export const override = z
  .strictObject({
    match: z
      .strictObject({ ...place, tags })
      .superRefine(notEmpty(`${MATCH}, tags`), whenValidMapping)
      .describe('Buckets to change; all given criteria must match'),
    configuration: z
      .string()
      .optional()
      .describe('Id of the configuration to change; without it, all configurations of the bucket'),
    set: z
      .strictObject(settingsToChange)
      .superRefine(notEmpty(`at least one of ${Object.keys(settingsToChange).join(', ')}`), whenValidMapping)
      .describe('Settings to replace, each as a whole'),
  })
  .describe('Other settings for some buckets; if two overrides set the same setting, the later one counts');
