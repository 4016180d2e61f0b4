-- Every parameter of a policy; what a decision knew, so that it can be made again; bindings, admins' decisions, proposed
-- adjustments, and who changed what.

ALTER TABLE program_version ADD COLUMN first_bp BIGINT NOT NULL DEFAULT 4000;
ALTER TABLE program_version ADD COLUMN last_bp BIGINT NOT NULL DEFAULT 4000;
ALTER TABLE program_version ADD COLUMN chain_order BIGINT NOT NULL DEFAULT 1;
ALTER TABLE program_version ADD COLUMN shapley_value TEXT NOT NULL DEFAULT 'count';
ALTER TABLE program_version ADD COLUMN binding TEXT NOT NULL DEFAULT 'ignore';
ALTER TABLE program_version ADD COLUMN reuses_touches BIGINT NOT NULL DEFAULT 1;

-- The customer as the judgement knew it. became_customer_at: the lowest number for a customer from the beginning.
-- has_facts: 0 for one from before this was kept. names_program: the event did. revision: 0 for the judgement, one more with each reassignment.
ALTER TABLE conversion ADD COLUMN has_facts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversion ADD COLUMN became_customer_at BIGINT;
ALTER TABLE conversion ADD COLUMN previous_at BIGINT;
ALTER TABLE conversion ADD COLUMN bound_referrer BIGINT;
ALTER TABLE conversion ADD COLUMN own_referrers TEXT NOT NULL DEFAULT '';
ALTER TABLE conversion ADD COLUMN disqualified TEXT NOT NULL DEFAULT '';
ALTER TABLE conversion ADD COLUMN names_program BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversion ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;

CREATE INDEX conversion_occurred ON conversion (occurred_at, id);

-- program, version: whose the touchpoint is, and the terms in force when it happened; of no program, or from before
-- these were kept: null. barred: why it could not count whatever the policy said.
ALTER TABLE touchpoint ADD COLUMN program BIGINT;
ALTER TABLE touchpoint ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE touchpoint ADD COLUMN barred TEXT;

-- The first credited conversion under a policy that locks.
CREATE TABLE customer_binding (
    customer BIGINT NOT NULL REFERENCES customer (id),
    program BIGINT NOT NULL REFERENCES program (id),
    referrer BIGINT NOT NULL REFERENCES referrer (id),
    conversion BIGINT NOT NULL REFERENCES conversion (id),
    PRIMARY KEY (customer, program)
);

CREATE TABLE reassignment (
    conversion BIGINT NOT NULL REFERENCES conversion (id),
    revision BIGINT NOT NULL CHECK (revision >= 1),
    referrer BIGINT NOT NULL REFERENCES referrer (id),
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    former_status TEXT NOT NULL,
    former_reasons TEXT NOT NULL,
    former_program BIGINT REFERENCES program (id),
    former_version BIGINT NOT NULL,
    PRIMARY KEY (conversion, revision)
);

-- The credits before a reassignment, by its revision.
CREATE TABLE former_credit (
    conversion BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    position BIGINT NOT NULL,
    referrer BIGINT NOT NULL REFERENCES referrer (id),
    share_bp BIGINT NOT NULL CHECK (share_bp BETWEEN 0 AND 10000),
    amount BIGINT NOT NULL,
    touchpoint TEXT,
    because TEXT NOT NULL,
    PRIMARY KEY (conversion, revision, position),
    FOREIGN KEY (conversion, revision) REFERENCES reassignment (conversion, revision)
);

-- What a conversion would be credited if touchpoints counted that were reported after it. event: the report that
-- brought the latest of them. late: their ids.
CREATE TABLE proposed_adjustment (
    conversion BIGINT PRIMARY KEY REFERENCES conversion (id),
    event BIGINT NOT NULL REFERENCES event (id),
    at BIGINT NOT NULL,
    program BIGINT REFERENCES program (id),
    late TEXT NOT NULL
);

CREATE TABLE proposed_credit (
    conversion BIGINT NOT NULL REFERENCES proposed_adjustment (conversion),
    position BIGINT NOT NULL,
    referrer BIGINT NOT NULL REFERENCES referrer (id),
    share_bp BIGINT NOT NULL CHECK (share_bp BETWEEN 0 AND 10000),
    amount BIGINT NOT NULL,
    touchpoint TEXT,
    because TEXT NOT NULL,
    PRIMARY KEY (conversion, position)
);

CREATE TABLE audit_entry (
    id BIGINT PRIMARY KEY,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT,
    reason TEXT,
    detail TEXT
);

CREATE INDEX audit_entry_subject ON audit_entry (subject, id);
CREATE INDEX audit_entry_actor ON audit_entry (actor, id);

-- Rewards with the revision of the decision that grants them: a reassignment may bring back whom it had left.
CREATE TABLE reward_revised (
    id BIGINT PRIMARY KEY,
    conversion BIGINT NOT NULL REFERENCES conversion (id),
    revision BIGINT NOT NULL,
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
    UNIQUE (conversion, revision, rule, beneficiary, person),
    CHECK (reversed BETWEEN 0 AND amount)
);
INSERT INTO reward_revised (id, conversion, revision, program, rule, beneficiary, person, kind, unit, amount, face_bp,
       reversed, status, release_at, hold_days, release_on, auto_approve, min_order, flat, percent_bp, percent_max, share_bp)
SELECT id, conversion, 0, program, rule, beneficiary, person, kind, unit, amount, face_bp,
       reversed, status, release_at, hold_days, release_on, auto_approve, min_order, flat, percent_bp, percent_max, share_bp
  FROM reward;

CREATE TABLE reward_step_revised (
    reward BIGINT NOT NULL REFERENCES reward_revised (id),
    position BIGINT NOT NULL,
    status TEXT NOT NULL,
    reversed BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (reward, position)
);
INSERT INTO reward_step_revised (reward, position, status, reversed, at, actor, reason)
SELECT reward, position, status, reversed, at, actor, reason FROM reward_step;

CREATE TABLE ledger_entry_revised (
    id BIGINT PRIMARY KEY,
    reward BIGINT NOT NULL REFERENCES reward_revised (id),
    from_account TEXT NOT NULL,
    to_account TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    unit TEXT NOT NULL,
    cause TEXT NOT NULL,
    CHECK (from_account <> to_account)
);
INSERT INTO ledger_entry_revised (id, reward, from_account, to_account, amount, unit, cause)
SELECT id, reward, from_account, to_account, amount, unit, cause FROM ledger_entry;

DROP TABLE ledger_entry;
DROP TABLE reward_step;
DROP TABLE reward;
ALTER TABLE reward_revised RENAME TO reward;
ALTER TABLE reward_step_revised RENAME TO reward_step;
ALTER TABLE ledger_entry_revised RENAME TO ledger_entry;

CREATE INDEX reward_person ON reward (person, id);
CREATE INDEX reward_program ON reward (program, id);
CREATE INDEX reward_status ON reward (status, id);
CREATE INDEX reward_due ON reward (status, auto_approve, release_at);
CREATE INDEX ledger_entry_reward ON ledger_entry (reward);
CREATE INDEX ledger_entry_from ON ledger_entry (from_account);
CREATE INDEX ledger_entry_to ON ledger_entry (to_account);
