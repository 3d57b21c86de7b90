-- Objects and bytes in each storage class
-- merge: SELECT storage_class, sum(objects) AS objects, sum(bytes) AS bytes FROM answers GROUP BY storage_class ORDER BY bytes DESC, storage_class
SELECT storage_class, count(*) AS objects, sum(size) AS bytes
FROM current_objects
GROUP BY storage_class
ORDER BY bytes DESC, storage_class
