-- Per organizational unit and account: buckets, objects and bytes (joins the table of "orgs3 publish")
-- merge: SELECT organizational_unit, account, account_name, sum(buckets) AS buckets, sum(objects) AS objects, sum(bytes) AS bytes FROM answers GROUP BY ALL ORDER BY bytes DESC, account
SELECT b.organizational_unit, b.account, b.account_name,
  count(DISTINCT b.bucket) AS buckets, count(*) AS objects, sum(i.size) AS bytes
FROM inventory_latest i
JOIN buckets b ON b.bucket = i.bucketname
GROUP BY b.organizational_unit, b.account, b.account_name
ORDER BY bytes DESC, b.account
