-- Whoever has the part @word in name or address, by trigrams (or, for one or two letters, by the beginning), at most @most on each
-- side: one more than wanted says that the word is too common to be looked up. Materialized, so that the limits are reached before
-- anything is joined.
WITH found AS MATERIALIZED (SELECT subscriber_id AS id FROM addresses WHERE value LIKE @word LIMIT @most),
named AS MATERIALIZED (SELECT id FROM subscribers WHERE lower(name) LIKE @word LIMIT @most)
SELECT id, greatest((SELECT count(*) FROM found), (SELECT count(*) FROM named)) FROM found
UNION
SELECT id, greatest((SELECT count(*) FROM found), (SELECT count(*) FROM named)) FROM named
