-- Programs, their terms by version, and the reward rules of each version.

CREATE TABLE program (
    id BIGINT PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('draft', 'active', 'paused', 'ended')),
    is_default BIGINT NOT NULL CHECK (is_default IN (0, 1)),
    version BIGINT NOT NULL CHECK (version >= 1),
    changed_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX program_default ON program (is_default) WHERE is_default = 1;

CREATE TABLE program_version (
    program BIGINT NOT NULL REFERENCES program (id),
    version BIGINT NOT NULL,
    from_at BIGINT NOT NULL,
    name TEXT NOT NULL,
    destination_url TEXT NOT NULL,
    fallback_url TEXT,
    allowed_hosts TEXT NOT NULL,
    currency TEXT NOT NULL,
    starts_at BIGINT,
    ends_at BIGINT,
    timezone TEXT,
    model TEXT NOT NULL,
    lookback_ms BIGINT CHECK (lookback_ms >= 0),
    lookback_by_kind TEXT NOT NULL,
    eligible_kinds TEXT NOT NULL,
    precedence TEXT NOT NULL,
    excludes_self_referrals BIGINT NOT NULL CHECK (excludes_self_referrals IN (0, 1)),
    new_customers_only BIGINT NOT NULL CHECK (new_customers_only IN (0, 1)),
    dedupe_ms BIGINT NOT NULL CHECK (dedupe_ms >= 0),
    half_life_days BIGINT NOT NULL CHECK (half_life_days >= 1),
    release_on TEXT NOT NULL,
    auto_approve BIGINT NOT NULL CHECK (auto_approve IN (0, 1)),
    terms TEXT,
    content TEXT,
    PRIMARY KEY (program, version)
);

CREATE TABLE reward_rule (
    program BIGINT NOT NULL,
    version BIGINT NOT NULL,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    trigger_kind TEXT NOT NULL,
    beneficiary TEXT NOT NULL,
    kind TEXT NOT NULL,
    flat BIGINT CHECK (flat >= 0),
    percent_bp BIGINT CHECK (percent_bp BETWEEN 0 AND 10000),
    percent_max BIGINT CHECK (percent_max >= 0),
    min_order BIGINT CHECK (min_order >= 0),
    hold_days BIGINT NOT NULL CHECK (hold_days >= 0),
    PRIMARY KEY (program, version, position),
    UNIQUE (program, version, name),
    FOREIGN KEY (program, version) REFERENCES program_version (program, version),
    CHECK ((flat IS NULL) <> (percent_bp IS NULL))
);
