-- What has become of claimed rows' addresses and runs. $keys: JSON rows of [run, address]; counted from 1.
SELECT k.key + 1, a.state, a.consent, r.state
FROM json_each($keys) k
JOIN addresses a ON a.id = k.value ->> 1
JOIN runs r ON r.id = k.value ->> 0;
