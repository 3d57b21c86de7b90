-- Per bucket: objects and bytes in STANDARD that have not changed for more than a year
-- merge: SELECT * FROM answers ORDER BY bytes DESC, region, bucketname
SELECT bucketname, count(*) AS objects, sum(size) AS bytes, min(last_modified_date) AS oldest
FROM current_objects
WHERE storage_class = 'STANDARD'
  AND last_modified_date < CAST(current_timestamp AS timestamp) - INTERVAL '1' YEAR
GROUP BY bucketname
ORDER BY bytes DESC, bucketname
