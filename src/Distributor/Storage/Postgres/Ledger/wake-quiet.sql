-- An address's quiet hours have changed: what waits for their end is due now, and the next claim decides it anew.
-- $1 address, $2 and $3 first and last day of unfinished runs. The wait that ends early no longer counts as allowed age.
WITH woken AS (
  UPDATE deliveries SET due_at = now(), expires_at = expires_at - (due_at - now()), changed_at = now()
  WHERE address_id = $1 AND day BETWEEN $2 AND $3 AND state = 2 AND reason = 'quiet hours' AND due_at > now()
  RETURNING 1
)
SELECT count(*)::int FROM woken;
