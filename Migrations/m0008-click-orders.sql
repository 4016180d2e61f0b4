-- Clicks without an index on the way in. A click names its link by a small number; the orders by visitor and by link are
-- runs of blocks that are made later, in large sorted passes, and the counts are folded by range of links.

ALTER TABLE link ADD COLUMN number BIGINT;
UPDATE link SET number = n.number FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS number FROM link) n
 WHERE n.id = link.id;
CREATE UNIQUE INDEX link_number ON link (number);

CREATE TABLE click_moved (
    id BIGINT PRIMARY KEY,
    link BIGINT NOT NULL,
    class BIGINT NOT NULL,
    class_rule BIGINT NOT NULL,
    visitor BIGINT NOT NULL,
    user_agent BIGINT NOT NULL,
    referring_host BIGINT NOT NULL,
    channel BIGINT NOT NULL,
    version BIGINT NOT NULL,
    seen BIGINT NOT NULL
);
INSERT INTO click_moved (id, link, class, class_rule, visitor, user_agent, referring_host, channel, version, seen)
SELECT c.id, l.number, c.class, c.class_rule, c.visitor, c.user_agent, c.referring_host, c.channel, c.version, c.seen
  FROM click c JOIN link l ON l.id = c.link
 ORDER BY c.id;

-- The number of clicks of one link, hour (since 1970) and class that are folded.
CREATE TABLE click_tally (
    link BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    class BIGINT NOT NULL,
    count BIGINT NOT NULL CHECK (count >= 0),
    PRIMARY KEY (link, hour, class)
); -- clustered
INSERT INTO click_tally (link, hour, class, count)
SELECT l.number, n.hour, n.class, n.count FROM click_count n JOIN link l ON l.id = n.link;

-- How far the passes have come, by identifiers of clicks. The tallies of a link below counting_link have its clicks up
-- to counting_until, those of other links up to counted_until. Clicks up to pruned_until are gone.
CREATE TABLE click_fold (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    ordered_until BIGINT NOT NULL,
    counted_until BIGINT NOT NULL,
    counting_until BIGINT NOT NULL CHECK (counting_until >= counted_until),
    counting_link BIGINT NOT NULL,
    pruned_until BIGINT NOT NULL
);
INSERT INTO click_fold (id, ordered_until, counted_until, counting_until, counting_link, pruned_until)
SELECT 1, 0, COALESCE(MAX(id), 0), COALESCE(MAX(id), 0), 0, 0 FROM click;

DROP TABLE click_count;
DROP TABLE click;
ALTER TABLE click_moved RENAME TO click;

-- A run: a sorted part of one order, of all clicks from first_id to last_id. Its state: 0 being made, 1 in force,
-- 2 replaced by a larger one. The node that made all its identifiers, -1 for several.
CREATE TABLE click_run (
    id BIGINT PRIMARY KEY,
    kind BIGINT NOT NULL,
    level BIGINT NOT NULL,
    state BIGINT NOT NULL CHECK (state IN (0, 1, 2)),
    first_id BIGINT NOT NULL,
    last_id BIGINT NOT NULL,
    node BIGINT NOT NULL,
    entries BIGINT NOT NULL
);

CREATE TABLE click_block (
    id BIGINT PRIMARY KEY,
    run BIGINT NOT NULL REFERENCES click_run (id),
    first_key BIGINT NOT NULL,
    first_id BIGINT NOT NULL,
    entries BYTEA NOT NULL
);

CREATE UNIQUE INDEX click_block_place ON click_block (run, first_key, first_id);
