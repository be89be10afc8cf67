-- Which of the addresses have more than $most alerts waiting for the end of their quiet hours. $addresses (JSON),
-- $first and $last day of unfinished runs. Read only: summarise.sql looks again under its lock.
SELECT a.value
FROM json_each($addresses) a
WHERE $most < (
  SELECT count(*) FROM deliveries d JOIN runs r ON r.id = d.run_id AND r.kind = 'alert'
  WHERE d.address_id = a.value AND d.day BETWEEN $first AND $last AND d.state = 2 AND d.reason = 'quiet hours'
    AND d.external_id IS NULL AND NOT d.maybe_duplicate);
