-- Clicks, in the order of their identifiers, which hold their time; and their counts by hour.

CREATE TABLE word (
    kind TEXT NOT NULL,
    number BIGINT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (kind, number),
    UNIQUE (kind, text)
);

CREATE TABLE click (
    id BIGINT PRIMARY KEY,
    link BIGINT NOT NULL REFERENCES link (id),
    class BIGINT NOT NULL,
    class_rule BIGINT NOT NULL,
    visitor BIGINT NOT NULL,
    user_agent BIGINT NOT NULL,
    referring_host BIGINT NOT NULL,
    channel BIGINT NOT NULL,
    version BIGINT NOT NULL,
    seen BIGINT NOT NULL
);

CREATE INDEX click_visitor ON click (visitor, class, id, link);
CREATE INDEX click_link ON click (link, id);

CREATE TABLE click_count (
    link BIGINT NOT NULL REFERENCES link (id),
    hour BIGINT NOT NULL,
    class BIGINT NOT NULL,
    count BIGINT NOT NULL CHECK (count >= 0),
    PRIMARY KEY (link, hour, class)
);
