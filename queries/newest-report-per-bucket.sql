-- The newest report of each bucket (dt is UTC: year, month, day, hour, minute)
-- merge: SELECT * FROM answers ORDER BY newest_report, region, bucketname
SELECT bucketname, max(dt) AS newest_report, count(*) AS reports
FROM reports
GROUP BY bucketname
ORDER BY newest_report, bucketname
