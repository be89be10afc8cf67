-- First and last day with an unfinished run; null when there is none.
SELECT min(day), max(day) FROM runs WHERE finished_at IS NULL;
