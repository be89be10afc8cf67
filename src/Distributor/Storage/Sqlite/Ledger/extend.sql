-- Leases of rows still on the wire. $keys: JSON rows of [day, run, address, part, attempt].
UPDATE deliveries SET due_at = $now + 450000000
FROM json_each($keys) k
WHERE deliveries.day = k.value ->> 0 AND deliveries.run_id = k.value ->> 1 AND deliveries.address_id = k.value ->> 2
  AND deliveries.part = k.value ->> 3 AND deliveries.attempt = k.value ->> 4 AND deliveries.state = 3;
SELECT changes();
