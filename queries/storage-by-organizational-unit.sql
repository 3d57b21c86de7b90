-- Per organizational unit and account: buckets with a report, objects and bytes (joins the table of "orgs3 publish")
-- merge: SELECT organizational_unit, account, account_name, sum(buckets) AS buckets, sum(objects) AS objects, sum(bytes) AS bytes FROM answers GROUP BY ALL ORDER BY bytes DESC, account
SELECT b.organizational_unit, b.account, b.account_name,
  count(*) AS buckets, sum(coalesce(o.objects, 0)) AS objects,
  sum(CASE WHEN o.bucketname IS NULL THEN 0 ELSE o.bytes END) AS bytes
FROM buckets b
JOIN reports r ON r.bucketname = b.bucket
LEFT JOIN (SELECT bucketname, count(*) AS objects, sum(size) AS bytes FROM current_objects GROUP BY bucketname) o
  ON o.bucketname = b.bucket
WHERE r.is_newest
GROUP BY b.organizational_unit, b.account, b.account_name
ORDER BY bytes DESC, b.account
