-- All people from the newest on, by their key. Nobody before @first is new enough.
SELECT id AS key FROM subscribers
WHERE id < @before AND id >= @first
ORDER BY id DESC LIMIT @look
