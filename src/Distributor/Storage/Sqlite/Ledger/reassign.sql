-- A claimed digest row goes out with another edition. $day, $run, $address, $part, $attempt, $edition, $consent.
UPDATE deliveries SET edition_id = $edition, consent = $consent
WHERE day = $day AND run_id = $run AND address_id = $address AND part = $part AND attempt = $attempt AND state = 3;
SELECT changes();
