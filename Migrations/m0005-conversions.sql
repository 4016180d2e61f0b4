-- What was decided, with every touchpoint as it was judged. One decision an event, one order one conversion.

CREATE TABLE conversion (
    id BIGINT PRIMARY KEY,
    event BIGINT NOT NULL UNIQUE REFERENCES event (id),
    kind TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('credited', 'rejected', 'unattributed')),
    reasons TEXT NOT NULL,
    program BIGINT REFERENCES program (id),
    policy_version BIGINT NOT NULL,
    terms_version BIGINT NOT NULL,
    customer BIGINT NOT NULL REFERENCES customer (id),
    order_id TEXT UNIQUE REFERENCES shop_order (order_id),
    amount BIGINT NOT NULL,
    currency TEXT,
    occurred_at BIGINT NOT NULL
);

CREATE INDEX conversion_customer ON conversion (customer);
CREATE INDEX conversion_program ON conversion (program, id);

CREATE TABLE credit (
    conversion BIGINT NOT NULL REFERENCES conversion (id),
    position BIGINT NOT NULL,
    referrer BIGINT NOT NULL REFERENCES referrer (id),
    share_bp BIGINT NOT NULL CHECK (share_bp BETWEEN 0 AND 10000),
    amount BIGINT NOT NULL,
    touchpoint TEXT,
    because TEXT NOT NULL,
    PRIMARY KEY (conversion, position)
);

CREATE INDEX credit_referrer ON credit (referrer, conversion);

CREATE TABLE touchpoint (
    conversion BIGINT NOT NULL REFERENCES conversion (id),
    position BIGINT NOT NULL,
    id TEXT NOT NULL,
    referrer BIGINT REFERENCES referrer (id),
    kind TEXT NOT NULL,
    channel TEXT,
    at BIGINT NOT NULL,
    has_own_lookback BIGINT NOT NULL CHECK (has_own_lookback IN (0, 1)),
    lookback_ms BIGINT,
    verdict TEXT NOT NULL CHECK (verdict IN ('credited', 'eligible', 'excluded')),
    reason TEXT,
    weight_numerator BIGINT,
    weight_denominator BIGINT,
    PRIMARY KEY (conversion, position)
);

CREATE INDEX touchpoint_referrer ON touchpoint (referrer, conversion);
