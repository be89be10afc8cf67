-- bench.size people with a mailbox each, spread over the lanes of the receiving domains as real lists are, and 20 topics.
-- Everybody follows World, three of ten Politics, one of ten Business, one of a hundred Sport, all of them instantly;
-- two more topics of the other 16 each, one of them daily. Two fills of one size are the same.
SET synchronous_commit = off;
SET session_replication_role = replica;
SET maintenance_work_mem = '512MB';
SET work_mem = '256MB';

-- For the search pages of the dashboard: nothing that is measured here reads or writes through them.
DROP INDEX IF EXISTS addresses_value_part, subscribers_name_part, addresses_value_begins, subscribers_name_begins;

INSERT INTO topics (slug, name, created_at)
SELECT lower(name), name, now() - interval '3 years' FROM unnest(string_to_array(
  'World Politics Business Sport Culture Science Technology Health Climate Energy Travel Food Opinion Local Education Law Religion Weather Books Chess', ' ')) AS name;

INSERT INTO subscribers (id, name, created_at)
SELECT i, CASE WHEN i % 11 <> 0 THEN 'Reader ' || i END, now() - interval '1 year'
FROM generate_series(1, current_setting('bench.size')::int) AS i;

INSERT INTO addresses (id, subscriber_id, channel, value, state, state_since, lane_id, consent, language, time_zone, created_at)
OVERRIDING SYSTEM VALUE
SELECT s.id, s.id, 1, 'reader' || s.id || '@' || (ARRAY['gmail.com', 'gmail.com', 'gmail.com', 'gmail.com', 'outlook.com', 'yahoo.com', 'icloud.com',
    'web.de', 'uni.example.edu', 'inbox.example'])[1 + abs(hashint8extended(s.id, 3)) % 10], 'active', s.created_at,
  (ARRAY[11, 11, 11, 11, 12, 13, 14, 15, 10, 10])[1 + abs(hashint8extended(s.id, 3)) % 10], 1,
  (ARRAY['en', 'en', 'en', 'es', 'ru', 'ar'])[1 + abs(hashint8extended(s.id, 5)) % 6], 'Europe/Madrid', s.created_at
FROM subscribers s ORDER BY s.id;

INSERT INTO subscriptions (address_id, topic_id, cadence, created_at)
SELECT a.id, t.id, CASE WHEN t.name IN ('World', 'Politics', 'Business', 'Sport') OR t.id % 2 = 0 THEN 1 ELSE 3 END, a.created_at
FROM addresses a
CROSS JOIN LATERAL (
  SELECT id, name FROM topics WHERE name = 'World'
  UNION ALL SELECT id, name FROM topics WHERE name = 'Politics' AND a.id % 10 < 3
  UNION ALL SELECT id, name FROM topics WHERE name = 'Business' AND a.id % 10 = 5
  UNION ALL SELECT id, name FROM topics WHERE name = 'Sport' AND a.id % 100 = 7
  UNION ALL SELECT id, name FROM topics WHERE id = (SELECT max(id) FROM topics) - 2 * (abs(hashint8extended(a.id, 7)) % 8)
  UNION ALL SELECT id, name FROM topics WHERE id = (SELECT max(id) FROM topics) - 1 - 2 * (abs(hashint8extended(a.id, 8)) % 8)
) t
ORDER BY 1;

SELECT setval(pg_get_serial_sequence('subscribers', 'id'), (SELECT max(id) FROM subscribers));
SELECT setval(pg_get_serial_sequence('addresses', 'id'), (SELECT max(id) FROM addresses));
-- Whoever measures empties the ledger between two tries: only where this row says that nobody else's is in it.
INSERT INTO settings (name, value, changed_at, changed_by) VALUES ('bench:readers', current_setting('bench.size'), now(), 'benchmark');
SET session_replication_role = origin;
