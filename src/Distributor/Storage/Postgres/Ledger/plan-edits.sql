-- The next slice of chats an alert reached, one edit each, "nothing changed" where a chat shows the words already.
-- $1 edit run, $2 day and $3 id of the alert run; arrays: $4 editions the alert went out in, $5 the edit's edition for each,
-- $6 editions of the story that read like the edit's; $7 after this address, $8 slice size.
-- A chat shows its newest edit that arrived, else the alert. After an edit that is on the wire, or may have arrived, nobody
-- knows what it shows: it is edited again, and what is on the wire gets a minute to be there first.
-- The row carries the id of the message it changes from the start.
WITH slice AS MATERIALIZED (
  SELECT address_id, state, edition_id, external_id FROM deliveries
  WHERE day = $2 AND run_id = $3 AND address_id > $7 AND part = 0
  ORDER BY address_id LIMIT $8
),
shown AS MATERIALIZED (
  SELECT s.address_id, s.external_id, m.edition_id, last.state AS last_state,
    CASE
      WHEN s.external_id IS NULL OR s.external_id !~ '^[0-9]+$' THEN 'no message to edit'
      WHEN coalesce(last.state, 4) = 4 AND coalesce(last.edition_id, s.edition_id) = ANY ($6::bigint[]) THEN 'nothing changed'
    END AS why
  FROM slice s
  JOIN unnest($4::bigint[], $5::bigint[]) AS m (alert_edition, edition_id) ON m.alert_edition = s.edition_id
  JOIN runs r ON r.id = $1
  LEFT JOIN LATERAL (
    SELECT d.state, d.edition_id
    FROM runs e
    JOIN deliveries d ON d.day = e.day AND d.run_id = e.id AND d.address_id = s.address_id AND d.part = 0
    WHERE e.story_id = r.story_id AND e.kind = 'edit' AND e.id < r.id AND (d.state IN (3, 4, 7) OR d.maybe_duplicate)
    ORDER BY e.id DESC LIMIT 1
  ) last ON true
  WHERE s.state = 4
),
written AS (
  INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, edition_id, external_id, state, reason,
    due_at, expires_at, changed_at)
  SELECT r.day, r.id, a.id, a.lane_id, r.priority, a.consent, s.edition_id, s.external_id,
    CASE WHEN s.why IS NULL THEN 1 ELSE 6 END, s.why,
    CASE WHEN s.why IS NULL THEN now() + CASE WHEN s.last_state = 3 THEN interval '1 min' ELSE interval '0' END END,
    now() + r.late_after_minutes * interval '1 min', now()
  FROM shown s
  JOIN addresses a ON a.id = s.address_id
  JOIN runs r ON r.id = $1
  WHERE a.state = 'active' AND r.state <> 'cancelled'
  ORDER BY a.id
  ON CONFLICT DO NOTHING
  RETURNING run_id, state
),
counted AS (
  INSERT INTO run_counts (run_id, slot, state, n)
  SELECT run_id, 0, state, count(*) FROM written GROUP BY run_id, state ORDER BY state
  ON CONFLICT (run_id, slot, state) DO UPDATE SET n = run_counts.n + excluded.n
),
reopened AS (
  UPDATE runs SET finished_at = NULL, state = CASE WHEN state IN ('done', 'scheduled') THEN 'sending' ELSE state END
  WHERE id = $1 AND EXISTS (SELECT FROM written)
)
SELECT (SELECT count(*) FROM written)::int, (SELECT max(address_id) FROM slice);
