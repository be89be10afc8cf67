-- How far a walk has looked: its last key and how many there were.
SELECT coalesce(min(key), 0), count(*) FROM ({drive}) w
