-- What has become of claimed rows' addresses and runs. $1 run, $2 address (arrays, one entry a row).
SELECT k.n::int, a.state, a.consent, r.state
FROM unnest($1::bigint[], $2::bigint[]) WITH ORDINALITY AS k (run_id, address_id, n)
JOIN addresses a ON a.id = k.address_id
JOIN runs r ON r.id = k.run_id;
