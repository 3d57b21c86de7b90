-- Objects stored without server-side encryption
SELECT bucketname, key, size, storage_class, last_modified_date
FROM current_objects
WHERE encryption_status = 'NOT-SSE'
ORDER BY bucketname, key
