-- Leases of rows still on the wire, and their chats. $keys: JSON rows of [day, run, address, part, attempt].
CREATE TEMP TABLE IF NOT EXISTS extended (address_id INTEGER);
DELETE FROM extended;
INSERT INTO extended
SELECT d.address_id
FROM json_each($keys) k
JOIN deliveries d ON d.day = k.value ->> 0 AND d.run_id = k.value ->> 1 AND d.address_id = k.value ->> 2
  AND d.part = k.value ->> 3 AND d.attempt = k.value ->> 4 AND d.state = 3;
UPDATE deliveries SET due_at = $now + 450000000
FROM json_each($keys) k
WHERE deliveries.day = k.value ->> 0 AND deliveries.run_id = k.value ->> 1 AND deliveries.address_id = k.value ->> 2
  AND deliveries.part = k.value ->> 3 AND deliveries.attempt = k.value ->> 4 AND deliveries.state = 3;
UPDATE addresses SET next_at = $now + 450000000
WHERE id IN (
  SELECT (SELECT min(x.id) FROM addresses x WHERE x.chat_id = own.chat_id)
  FROM extended e JOIN addresses own ON own.id = e.address_id
  WHERE own.chat_id IS NOT NULL);
SELECT count(*) FROM extended;
