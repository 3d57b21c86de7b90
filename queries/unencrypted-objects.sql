-- Objects stored without server-side encryption
SELECT bucketname, key, size, storage_class, last_modified_date
FROM inventory_latest
WHERE encryption_status = 'NOT-SSE'
ORDER BY bucketname, key
