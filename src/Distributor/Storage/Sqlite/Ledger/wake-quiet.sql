-- An address's quiet hours have changed: what waits for their end is due now, and the next claim decides it anew.
-- $address, $first and $last day of unfinished runs. The wait that ends early no longer counts as allowed age.
UPDATE deliveries SET due_at = $now, expires_at = expires_at - (due_at - $now), changed_at = $now
WHERE address_id = $address AND day BETWEEN $first AND $last AND state = 2 AND reason = 'quiet hours' AND due_at > $now;
SELECT changes();
