-- Buckets to be inventoried that have no report (joins the table of "orgs3 publish")
-- merge: SELECT * FROM answers ORDER BY account, region, bucket
SELECT b.account, b.account_name, b.organizational_unit, b.bucket, b.created
FROM buckets b
LEFT JOIN reports r ON r.bucketname = b.bucket AND r.is_newest
WHERE b.inventoried AND r.bucketname IS NULL
ORDER BY b.account, b.bucket
