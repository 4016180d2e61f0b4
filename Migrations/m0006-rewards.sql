-- Rewards with the terms they were promised under, each step of their life, and the ledger, which only grows.

CREATE TABLE reward (
    id BIGINT PRIMARY KEY,
    conversion BIGINT NOT NULL REFERENCES conversion (id),
    program BIGINT NOT NULL REFERENCES program (id),
    rule TEXT NOT NULL,
    beneficiary TEXT NOT NULL,
    person TEXT NOT NULL,
    kind TEXT NOT NULL,
    unit TEXT,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    face_bp BIGINT,
    reversed BIGINT NOT NULL,
    status TEXT NOT NULL,
    release_at BIGINT,
    hold_days BIGINT NOT NULL,
    release_on TEXT NOT NULL,
    auto_approve BIGINT NOT NULL CHECK (auto_approve IN (0, 1)),
    min_order BIGINT,
    flat BIGINT,
    percent_bp BIGINT,
    percent_max BIGINT,
    share_bp BIGINT NOT NULL,
    UNIQUE (conversion, rule, beneficiary, person),
    CHECK (reversed BETWEEN 0 AND amount)
);

CREATE INDEX reward_person ON reward (person, id);
CREATE INDEX reward_program ON reward (program, id);
CREATE INDEX reward_status ON reward (status, id);
CREATE INDEX reward_due ON reward (status, auto_approve, release_at);

CREATE TABLE reward_step (
    reward BIGINT NOT NULL REFERENCES reward (id),
    position BIGINT NOT NULL,
    status TEXT NOT NULL,
    reversed BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (reward, position)
);

CREATE TABLE ledger_entry (
    id BIGINT PRIMARY KEY,
    reward BIGINT NOT NULL REFERENCES reward (id),
    from_account TEXT NOT NULL,
    to_account TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    unit TEXT NOT NULL,
    cause TEXT NOT NULL,
    CHECK (from_account <> to_account)
);

CREATE INDEX ledger_entry_reward ON ledger_entry (reward);
CREATE INDEX ledger_entry_from ON ledger_entry (from_account);
CREATE INDEX ledger_entry_to ON ledger_entry (to_account);
