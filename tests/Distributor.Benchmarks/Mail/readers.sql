-- bench.readers people with a mailbox each who want everything once a day; no large receivers, so that no lane has a limit.
INSERT INTO subscribers (id, name, created_at)
SELECT i, CASE WHEN i % 3 <> 0 THEN 'Reader Number ' || i END, now() - interval '1 year'
FROM generate_series(1, current_setting('bench.readers')::int) AS i;

INSERT INTO addresses (id, subscriber_id, channel, value, state, state_since, lane_id, consent, language, time_zone, created_at)
SELECT i, i, 1, 'reader' || i || '@inbox.example', 'active', now() - interval '1 year', 10, 1, 'en', 'Europe/Lisbon', now() - interval '1 year'
FROM generate_series(1, current_setting('bench.readers')::int) AS i;

INSERT INTO subscriptions (address_id, topic_id, cadence, created_at)
SELECT i, 1, 3, now() - interval '1 year' FROM generate_series(1, current_setting('bench.readers')::int) AS i;

-- The next daily edition is far away: the run that is measured is asked for.
INSERT INTO digest_schedules (address_id, cadence, local_time, cursor, next_at)
SELECT i, 3, time '07:30', 0, now() + interval '30 days' FROM generate_series(1, current_setting('bench.readers')::int) AS i;

ANALYZE subscribers, addresses, subscriptions, digest_schedules;
