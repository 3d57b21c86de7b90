-- The 100 largest objects
-- merge: SELECT * FROM answers ORDER BY size DESC, region, bucketname, key LIMIT 100
SELECT bucketname, key, size, storage_class, last_modified_date
FROM current_objects
WHERE size IS NOT NULL
ORDER BY size DESC, bucketname, key
LIMIT 100
