-- Referrers, what is typed (codes) and what is clicked (links).

CREATE TABLE referrer (
    id BIGINT PRIMARY KEY,
    customer_id TEXT NOT NULL UNIQUE,
    email TEXT,
    name TEXT,
    kind TEXT NOT NULL,
    locale TEXT,
    followers BIGINT CHECK (followers >= 0),
    status TEXT NOT NULL CHECK (status IN ('active', 'suspended')),
    main_code TEXT NOT NULL
);

CREATE INDEX referrer_email ON referrer (email);

CREATE TABLE referrer_tag (
    tag TEXT NOT NULL,
    referrer BIGINT NOT NULL REFERENCES referrer (id),
    PRIMARY KEY (tag, referrer)
);

CREATE INDEX referrer_tag_referrer ON referrer_tag (referrer);

CREATE TABLE code (
    normalised TEXT PRIMARY KEY NOT NULL,
    shown TEXT NOT NULL,
    referrer BIGINT NOT NULL REFERENCES referrer (id),
    made_at BIGINT NOT NULL
);

CREATE INDEX code_referrer ON code (referrer);

-- A link that every referrer has without making it gets its row with its first click.
CREATE TABLE link (
    id BIGINT PRIMARY KEY,
    slug TEXT NOT NULL,
    referrer BIGINT NOT NULL REFERENCES referrer (id),
    program BIGINT NOT NULL REFERENCES program (id),
    code TEXT NOT NULL REFERENCES code (normalised),
    is_made BIGINT NOT NULL CHECK (is_made IN (0, 1)),
    destination TEXT,
    channel TEXT,
    expires_at BIGINT,
    is_archived BIGINT NOT NULL CHECK (is_archived IN (0, 1))
);

CREATE UNIQUE INDEX link_slug ON link (slug) WHERE is_made = 1;
CREATE UNIQUE INDEX link_unmade ON link (code, program) WHERE is_made = 0;
CREATE INDEX link_referrer ON link (referrer);
