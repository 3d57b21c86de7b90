import { z } from 'zod';
import { findPartition, partitionNames } from '../names/partitions';
import { REGION } from '../names/regions';

/**
 * Types of values that several keys of the configuration share. Messages name the allowed values: they follow "found …,
 * allowed …".
 */

const digitsOrGlob = /^(\d{12}|.*[*?[\]{}()!].*)$/;

/** An account id: 12 digits, as text, because YAML reads a bare 012345678901 as a number and drops the zero. */
export const accountId = z
  .string({ error: 'an account id in quotes, such as "012345678901": a number loses its leading zero' })
  .regex(/^\d{12}$/, 'an account id of 12 digits')
  .meta({ id: 'AccountId', description: 'AWS account id: 12 digits, in quotes' });

/** A Region code, e.g. `eu-west-1`. */
export const region = z
  .string({ error: 'a Region code such as eu-west-1' })
  .regex(REGION, { error: 'a Region code such as eu-west-1', abort: true })
  .refine((code) => findPartition(code) !== undefined, {
    error: `a Region of a partition that orgs3 knows: ${partitionNames().join(', ')}`,
  })
  .meta({ id: 'Region', description: 'Region code, e.g. eu-west-1' });

/** A number of days, up to a hundred years. */
export const days = z
  .int({ error: 'a whole number of days' })
  .min(1, 'a number of days from 1 to 36500')
  .max(36500, 'a number of days from 1 to 36500');

/** An account id or a glob of account ids. Text of digits only must have 12 digits: otherwise it would match no account. */
export const accountGlob = z
  .string({ error: 'an account id or glob in quotes, such as "012345678901": a number loses its leading zero' })
  .regex(digitsOrGlob, 'an account id of 12 digits, or a glob such as "0123*"');

/** A glob of organizational unit paths. Paths start at the root, so a glob that cannot start with `/` matches nothing. */
export const unitGlob = z.string().regex(/^[/*?[{(!+@]/, 'a path or glob from the root down, such as "/Workloads/**"');

/** A Region code or a glob of Region codes. */
export const regionGlob = z.string().regex(/^[^A-Z\s]+$/, 'a Region code or a glob in small letters, such as "eu-*"');

/** A bucket name or a glob of bucket names. */
export const bucketGlob = z.string().min(1, 'a bucket name or a glob such as "logs-*"');

/** The address of an emulator, without a path: the SDK and the provider append their own. */
export const endpoint = z
  .url({ error: 'a URL such as "http://127.0.0.1:5600"', abort: true })
  .regex(/^https?:\/\/[^/?#\s]+$/, 'scheme, host and port and nothing after them, such as "http://127.0.0.1:5600"');
