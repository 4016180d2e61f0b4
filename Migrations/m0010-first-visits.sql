-- First visits: the bit 64 of a click's seen marks the first human click of a visitor on any link of a referrer. Tallies
-- count these clicks as class 0 instead of 1.

UPDATE click SET seen = seen + 64
 WHERE id IN (SELECT MIN(c.id) FROM click c JOIN link l ON l.number = c.link
               WHERE c.class = 1 GROUP BY l.referrer, c.visitor);

-- 7549747200000: the identifiers of an hour. What tallies have already.
INSERT INTO click_tally (link, hour, class, count)
SELECT c.link, c.id / 7549747200000, 0, COUNT(*)
  FROM click c JOIN click_fold f ON f.id = 1
 WHERE (c.seen & 64) <> 0 AND c.id <= CASE WHEN c.link < f.counting_link THEN f.counting_until ELSE f.counted_until END
 GROUP BY c.link, c.id / 7549747200000;

UPDATE click_tally SET count = click_tally.count - n.count
  FROM (SELECT link, hour, count FROM click_tally WHERE class = 0) n
 WHERE click_tally.class = 1 AND n.link = click_tally.link AND n.hour = click_tally.hour;
DELETE FROM click_tally WHERE class = 1 AND count = 0;

-- And what they do not have yet of the clicks in runs, which say class 1 of first visits.
INSERT INTO click_tally (link, hour, class, count)
SELECT c.link, c.id / 7549747200000, CASE WHEN (c.seen & 64) <> 0 THEN 0 ELSE c.class END, COUNT(*)
  FROM click c JOIN click_fold f ON f.id = 1
 WHERE c.id > CASE WHEN c.link < f.counting_link THEN f.counting_until ELSE f.counted_until END
   AND c.id > f.counted_until
   AND c.id <= CASE WHEN f.ordered_until > f.counting_until THEN f.ordered_until ELSE f.counting_until END
 GROUP BY c.link, c.id / 7549747200000, CASE WHEN (c.seen & 64) <> 0 THEN 0 ELSE c.class END
    ON CONFLICT (link, hour, class) DO UPDATE SET count = click_tally.count + excluded.count;

UPDATE click_fold
   SET counted_until = CASE WHEN ordered_until > counting_until THEN ordered_until ELSE counting_until END,
       counting_until = CASE WHEN ordered_until > counting_until THEN ordered_until ELSE counting_until END,
       counting_link = 0;
