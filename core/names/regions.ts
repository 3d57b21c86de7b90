/**
 * The form of every Region code, e.g. `eu-west-1`, `us-gov-west-1` or `eusc-de-east-1`, as the source of a regular expression. The first
 * part has four letters at most, so that no other word of our names, such as `results`, is taken for it.
 */
const REGION_CODE = '[a-z]{2,4}(?:-[a-z]+)+-\\d';

/** A text that has the form of a Region code; whether there is such a Region, it does not say. */
export const REGION = new RegExp(`^${REGION_CODE}$`);

/** The name of a destination bucket; the first group is its Region. */
export const DESTINATION_BUCKET = new RegExp(`^s3inventory-(${REGION_CODE})-\\d{12}$`);
