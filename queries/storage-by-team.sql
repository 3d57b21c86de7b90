-- Objects and bytes per value of the bucket tag "team" (joins the table of "orgs3 publish")
-- merge: SELECT team, sum(objects) AS objects, sum(bytes) AS bytes FROM answers GROUP BY team ORDER BY bytes DESC, team
SELECT element_at(b.tags, 'team') AS team, count(*) AS objects, sum(i.size) AS bytes
FROM current_objects i
JOIN buckets b ON b.bucket = i.bucketname
GROUP BY element_at(b.tags, 'team')
ORDER BY bytes DESC, team
