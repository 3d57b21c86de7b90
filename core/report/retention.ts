/**
 * Days for which the files of a report stay after the tables stop showing it. S3 removes each object at the first midnight (UTC) after
 * its own time is over, so that a report loses one file before another. The tables must not show it any more by then: the daily
 * reconciliation drops it within a day, and one that fails has another day.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html (days are rounded up to midnight UTC)
 */
export const FILES_STAY_DAYS = 2;
