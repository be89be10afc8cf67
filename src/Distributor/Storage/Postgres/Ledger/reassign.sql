-- A claimed digest row goes out with another edition. $1 day, $2 run, $3 address, $4 part, $5 attempt, $6 edition, $7 consent.
UPDATE deliveries SET edition_id = $6, consent = $7
WHERE day = $1 AND run_id = $2 AND address_id = $3 AND part = $4 AND attempt = $5 AND state = 3;
