-- A publication as it is after some years: bench.size people, a tenth more addresses, 20 topics of skewed sizes, and three rows
-- of the ledger for each person. Everything comes from hashes of the ids, so two fills of one size are the same.
SET synchronous_commit = off;
-- No foreign keys while filling; the ids are ours.
SET session_replication_role = replica;
SET maintenance_work_mem = '512MB';
SET work_mem = '256MB';

-- Indexes that the fill would feed row by row are made again at its end.
DROP INDEX IF EXISTS addresses_value_part, subscribers_name_part, addresses_value_begins, subscribers_name_begins,
  ix_addresses_state_subscriber_id, ix_subscriptions_topic_id_cadence_address_id;

CREATE TEMP TABLE first_names AS SELECT row_number() OVER () - 1 AS n, name FROM unnest(string_to_array(
  'Anna Maria Katya Elena Irina Sofia Paula Clara Marta Julia Lena Nora Amira Leila Zoe Chloe Emma Olivia Hannah Ines Lucia Carmen Rosa Teresa Yuki Mei Aisha Fatima Priya Ananya ' ||
  'Hugo Boris Oleg Dmitri Sergei Farid Omar Ali Ivan Pavel Jan Piotr Lukas Jonas Felix Max Paul Louis Jules Marco Luca Diego Carlos Miguel Juan Pedro Kenji Hiro Wei Jun Arjun Ravi Samuel David Daniel Thomas James John',
  ' ')) AS name;
CREATE TEMP TABLE last_names AS SELECT row_number() OVER () - 1 AS n, name FROM unnest(string_to_array(
  'Tanaka Jansen Garcia Nakamura Santos Lindqvist Horvat Sokolov Okafor Weber Larsen Novak Fischer Moreau Rossi Bianchi Ferrari Schmidt Mueller Wagner Becker Dubois Laurent Petit Silva Costa Pereira ' ||
  'Fernandez Lopez Martinez Gonzalez Ivanov Petrov Smirnov Kowalski Nowak Wojcik Jensen Nielsen Hansen Andersson Johansson Virtanen Korhonen Papadopoulos Yilmaz Demir Kaya Haddad Nasser Khan Singh Patel Sharma ' ||
  'Chen Wang Zhang Liu Kim Park Lee Suzuki Sato Watanabe Mensah Diallo Traore Abebe Kariuki Smith Jones Taylor Brown Wilson Evans Murphy Walsh Byrne',
  ' ')) AS name;
CREATE TEMP TABLE domains AS SELECT row_number() OVER () - 1 AS n, name, lane FROM (VALUES
  ('gmail.com', 11), ('gmail.com', 11), ('gmail.com', 11), ('gmail.com', 11), ('gmail.com', 11), ('gmail.com', 11), ('gmail.com', 11),
  ('outlook.com', 12), ('hotmail.com', 12), ('outlook.com', 12), ('yahoo.com', 13), ('yahoo.com', 13), ('icloud.com', 14), ('gmx.de', 15),
  ('web.de', 15), ('mail.ru', 16), ('proton.me', 18), ('uni.example.edu', 10), ('post.example.net', 10), ('inbox.example', 10)) AS d (name, lane);

INSERT INTO topics (slug, name, created_at)
SELECT lower(name), name, now() - interval '3 years' FROM unnest(string_to_array(
  'World Politics Business Sport Culture Science Technology Health Climate Energy Travel Food Opinion Local Education Law Religion Weather Books Chess', ' ')) AS name
ON CONFLICT DO NOTHING;

INSERT INTO subscribers (id, name, created_at)
SELECT i,
  CASE WHEN i % 11 <> 0 THEN
    ((SELECT array_agg(name ORDER BY n) FROM first_names))[1 + abs(hashint8extended(i, 1)) % 68] || ' ' ||
    ((SELECT array_agg(name ORDER BY n) FROM last_names))[1 + abs(hashint8extended(i, 2)) % 78] END,
  now() - interval '3 years' * (1 - i::float8 / current_setting('bench.size')::int)
FROM generate_series(1, current_setting('bench.size')::int) AS i;
ANALYZE subscribers;

-- Nine of ten have a mailbox; every fifth a chat, half of them beside the mailbox. 2 % bounced, 4 % unsubscribed, 2 % paused, 1 % pending.
INSERT INTO addresses (subscriber_id, channel, value, state, state_reason, state_since, lane_id, consent, language, time_zone, created_at)
SELECT s.id, c.channel,
  CASE c.channel WHEN 1 THEN lower(
      ((SELECT array_agg(name ORDER BY n) FROM first_names))[1 + abs(hashint8extended(s.id, 1)) % 68] ||
      CASE s.id % 3 WHEN 0 THEN '.' WHEN 1 THEN '' ELSE '_' END ||
      ((SELECT array_agg(name ORDER BY n) FROM last_names))[1 + abs(hashint8extended(s.id, 2)) % 78]) || s.id || '@' ||
      ((SELECT array_agg(name ORDER BY n) FROM domains))[1 + abs(hashint8extended(s.id, 3)) % 20]
    ELSE (100000000 + s.id * 37)::text END,
  st.state, CASE WHEN st.state <> 'active' THEN 'imported so' END, s.created_at,
  CASE c.channel WHEN 1 THEN ((SELECT array_agg(lane ORDER BY n) FROM domains))[1 + abs(hashint8extended(s.id, 3)) % 20] ELSE 2 END, 1,
  (ARRAY['en','en','en','es','ru','ar','en','es'])[1 + abs(hashint8extended(s.id, 5)) % 8],
  (ARRAY['Europe/Madrid','Europe/London','America/New_York','Asia/Tokyo','UTC','Europe/Berlin','America/Bogota','Africa/Nairobi'])[1 + abs(hashint8extended(s.id, 6)) % 8],
  s.created_at
FROM subscribers s
CROSS JOIN LATERAL (SELECT 1::smallint AS channel WHERE s.id % 10 <> 0 UNION ALL SELECT 2::smallint WHERE s.id % 10 < 2) c
CROSS JOIN LATERAL (SELECT CASE WHEN h < 2 THEN 'bounced' WHEN h < 6 THEN 'unsubscribed' WHEN h < 8 THEN 'paused' WHEN h < 9 THEN 'pending' ELSE 'active' END AS state
  FROM (SELECT abs(hashint8extended(s.id * 2 + c.channel, 4)) % 100 AS h) x) st
ORDER BY s.id, c.channel;
ANALYZE addresses, topics;

-- A third wants everything, the others topics by their rank: the first is followed by a third, the last by one in a thousand.
INSERT INTO subscriptions (address_id, topic_id, cadence, created_at)
SELECT a.id, t.topic, CASE WHEN a.channel = 2 THEN CASE WHEN a.id % 4 = 0 THEN 2 ELSE 1 END ELSE CASE WHEN a.id % 8 = 0 THEN 4 ELSE 3 END END, a.created_at
FROM addresses a
CROSS JOIN LATERAL (
  SELECT 1 AS topic WHERE a.id % 3 = 0
  UNION ALL
  SELECT id FROM topics WHERE a.id % 3 <> 0 AND id > 1 AND abs(hashint8extended(a.id, 100 + id)) % 10000 < 10000 * 0.5 / ((id - 1) ^ 2.0) + 10
) t
ORDER BY 1;

ANALYZE subscriptions;

INSERT INTO digest_schedules (address_id, cadence, local_time, cursor, next_at)
SELECT DISTINCT a.id, s.cadence, time '07:30', 0, CASE WHEN a.state = 'active' THEN date_trunc('day', now()) + interval '1 day' ELSE timestamptz '9999-12-31' END
FROM addresses a JOIN subscriptions s ON s.address_id = a.id WHERE s.cadence IN (3, 4);

INSERT INTO subscription_events (address_id, action, by, at) SELECT id, 'confirmed', 'reader', created_at FROM addresses ORDER BY id;

-- Runs of the last days: each reached a part of the addresses; 1 % failed, 6 % suppressed.
INSERT INTO runs (kind, key, day, state, title, priority, planned_after, created_at, finished_at)
SELECT CASE WHEN i % 4 = 0 THEN 'digest' ELSE 'alert' END,
  CASE WHEN i % 4 = 0 THEN 'daily:' || (current_date - i / 4) ELSE 'story:' || i END, current_date - i / 4, 'done',
  CASE WHEN i % 4 = 0 THEN 'Daily digest ' || to_char(current_date - i / 4, 'FMDD Mon') ELSE 'Alert: story number ' || i END,
  5, 0, now() - i * interval '6 hours', now() - i * interval '6 hours'
FROM generate_series(1, 60) AS i ORDER BY i DESC;

ANALYZE runs;

INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, state, attempt, reason, changed_at)
SELECT r.day, r.id, a.id, a.lane_id, r.priority, 1,
  CASE WHEN h.n < 1 THEN 5 WHEN h.n < 7 THEN 6 ELSE 4 END, 1,
  CASE WHEN h.n < 1 THEN 'mailbox full' WHEN h.n < 7 THEN 'nothing new' END, r.created_at
FROM runs r
JOIN addresses a ON a.id % 22 = r.id % 22
CROSS JOIN LATERAL (SELECT abs(hashint8extended(a.id, r.id)) % 100 AS n) h
ORDER BY r.day, r.id, a.id;

INSERT INTO run_counts (run_id, slot, state, n) SELECT run_id, 0, state, count(*) FROM deliveries GROUP BY run_id, state;

SELECT setval(pg_get_serial_sequence('subscribers', 'id'), (SELECT max(id) FROM subscribers));
CREATE INDEX addresses_value_part ON addresses USING gin (value gin_trgm_ops);
CREATE INDEX subscribers_name_part ON subscribers USING gin (lower(name) gin_trgm_ops);
CREATE INDEX addresses_value_begins ON addresses (value text_pattern_ops);
CREATE INDEX subscribers_name_begins ON subscribers (lower(name) text_pattern_ops);
CREATE INDEX ix_addresses_state_subscriber_id ON addresses (state, subscriber_id);
CREATE INDEX ix_subscriptions_topic_id_cadence_address_id ON subscriptions (topic_id, cadence, address_id);
SET session_replication_role = origin;
