-- The next slice of chats an alert reached, one edit each, "nothing changed" where a chat shows the words already.
-- $run of the edit, $alert_day and $alert of the alert run; JSON: $editions rows of [edition the alert went out in, the edit's
-- edition for it], $same editions of the story that read like the edit's; $after this address, $size of the slice.
-- A chat shows its newest edit that arrived, else the alert. After an edit that is on the wire, or may have arrived, nobody
-- knows what it shows: it is edited again, and what is on the wire gets a minute to be there first.
-- The row carries the id of the message it changes from the start.
CREATE TEMP TABLE IF NOT EXISTS alerted (address_id INTEGER PRIMARY KEY, state INTEGER, edition_id INTEGER, external_id TEXT);
DELETE FROM alerted;
INSERT INTO alerted
SELECT address_id, state, edition_id, external_id FROM deliveries
WHERE day = $alert_day AND run_id = $alert AND address_id > $after AND part = 0
ORDER BY address_id LIMIT $size;

CREATE TEMP TABLE IF NOT EXISTS shown (address_id INTEGER PRIMARY KEY, external_id TEXT, alert_edition INTEGER,
  edition_id INTEGER, last_day TEXT, last_run INTEGER);
DELETE FROM shown;
INSERT INTO shown
SELECT s.address_id, s.external_id, s.edition_id, m.value ->> 1, NULL, (
  SELECT d.run_id
  FROM runs e
  JOIN deliveries d ON d.day = e.day AND d.run_id = e.id AND d.address_id = s.address_id AND d.part = 0
  WHERE e.story_id = r.story_id AND e.kind = 'edit' AND e.id < r.id AND (d.state IN (3, 4, 7) OR d.maybe_duplicate)
  ORDER BY e.id DESC LIMIT 1)
FROM alerted s
JOIN json_each($editions) m ON m.value ->> 0 = s.edition_id
JOIN runs r ON r.id = $run
JOIN addresses a ON a.id = s.address_id
WHERE s.state = 4 AND a.state = 'active' AND r.state <> 'cancelled'
  AND NOT EXISTS (SELECT 1 FROM deliveries o
    WHERE o.day = r.day AND o.run_id = r.id AND o.address_id = s.address_id AND o.part = 0);
UPDATE shown SET last_day = (SELECT day FROM runs WHERE id = last_run);

CREATE TEMP TABLE IF NOT EXISTS edits (address_id INTEGER PRIMARY KEY, edition_id INTEGER, external_id TEXT, why TEXT,
  last_state INTEGER);
DELETE FROM edits;
INSERT INTO edits
SELECT s.address_id, s.edition_id, s.external_id,
  CASE
    WHEN s.external_id IS NULL OR s.external_id = '' OR s.external_id GLOB '*[^0-9]*' THEN 'no message to edit'
    WHEN coalesce(d.state, 4) = 4 AND coalesce(d.edition_id, s.alert_edition) IN (SELECT value FROM json_each($same))
      THEN 'nothing changed'
  END,
  d.state
FROM shown s
LEFT JOIN deliveries d ON d.day = s.last_day AND d.run_id = s.last_run AND d.address_id = s.address_id AND d.part = 0;

INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, edition_id, external_id, state, reason,
  due_at, expires_at, changed_at)
SELECT r.day, r.id, a.id, a.lane_id, r.priority, a.consent, s.edition_id, s.external_id,
  iif(s.why IS NULL, 1, 6), s.why,
  iif(s.why IS NULL, $now + iif(s.last_state = 3, 600000000, 0), NULL),
  $now + r.late_after_minutes * 600000000, $now
FROM edits s
JOIN addresses a ON a.id = s.address_id
JOIN runs r ON r.id = $run;

INSERT INTO run_counts (run_id, slot, state, n)
SELECT $run, 0, iif(why IS NULL, 1, 6), count(*) FROM edits GROUP BY 3
HAVING true
ON CONFLICT (run_id, slot, state) DO UPDATE SET n = n + excluded.n;
UPDATE runs SET finished_at = NULL, state = iif(state IN ('done', 'scheduled'), 'sending', state)
WHERE id = $run AND EXISTS (SELECT 1 FROM edits);
SELECT (SELECT count(*) FROM edits), (SELECT max(address_id) FROM alerted);
