-- The seven commands of a matter as one function in PostgreSQL, with the least that a command has to
-- do in any design: it knows a retry, knows who asks and in which role, locks the matter, checks
-- version and phase, writes one entry with its contents as JSON, and advances the matter. Yushi
-- checks all of the law beside it; this function does not, which is to its advantage.

CREATE TABLE person (id text PRIMARY KEY, organ text NOT NULL, roles text[] NOT NULL);
CREATE TABLE organ (id text PRIMARY KEY, supervisor text NOT NULL);
CREATE TABLE transition (
    command text, phase text, phase_after text NOT NULL, role text NOT NULL,
    of_supervised boolean NOT NULL, PRIMARY KEY (command, phase));

-- Room is left in each page, so that an update stays in it and touches no index.
CREATE TABLE matter (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, version int NOT NULL, phase text NOT NULL,
    supervising text NOT NULL, supervised text NOT NULL, changed_at timestamptz NOT NULL)
    WITH (fillfactor = 50);
CREATE TABLE entry (
    matter bigint, version int, at timestamptz NOT NULL, principal text NOT NULL,
    idempotency_key text NOT NULL, command text NOT NULL, content jsonb NOT NULL,
    PRIMARY KEY (matter, version));
-- A retry of a later command is found by its matter and version, one of a registration only by its key.
CREATE UNIQUE INDEX registration_key ON entry (principal, idempotency_key) WHERE version = 1;

INSERT INTO organ VALUES
    ('chaoyang', 'bj'), ('chaoyang-justice', 'chaoyang'), ('chaoyang-market', 'chaoyang');
INSERT INTO person VALUES
    ('cy-clerk', 'chaoyang-justice', '{clerk}'), ('cy-inv1', 'chaoyang-justice', '{investigator}'),
    ('cy-sign', 'chaoyang-justice', '{signatory}'),
    ('cy-market-resp', 'chaoyang-market', '{respondent}');
INSERT INTO transition VALUES
    ('register', '', 'complaint', 'clerk', false),
    ('accept', 'complaint', 'investigation', 'clerk', false),
    ('recordMeasure', 'investigation', 'investigation', 'investigator', false),
    ('conclude', 'investigation', 'opinion', 'investigator', false),
    ('issueOpinion', 'opinion', 'rectification', 'signatory', false),
    ('report', 'rectification', 'rectification', 'respondent', true),
    ('acceptReport', 'rectification', 'closed', 'investigator', false);

-- One command. `which` and `expected` are null and 0 for a registration, which returns the new matter.
CREATE FUNCTION command(
    which bigint, expected int, who text, key text, name text, subject text, content jsonb)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    present matter;
    asker person;
    step transition;
    earlier text;
BEGIN
    IF which IS NULL THEN
        SELECT e.matter INTO which FROM entry e
            WHERE e.principal = who AND e.idempotency_key = key AND e.version = 1;
        IF FOUND THEN RETURN which; END IF;
        present.version := 0;
        present.phase := '';
        present.supervised := subject;
        SELECT o.supervisor INTO STRICT present.supervising FROM organ o WHERE o.id = subject;
    ELSE
        SELECT * INTO present FROM matter m WHERE m.id = which FOR UPDATE;
        IF NOT FOUND THEN RAISE EXCEPTION 'NOT_FOUND'; END IF;
        IF present.version <> expected THEN
            SELECT e.idempotency_key INTO earlier FROM entry e
                WHERE e.matter = which AND e.version = expected + 1 AND e.principal = who;
            IF earlier = key THEN RETURN which; END IF;
            RAISE EXCEPTION 'VERSION_CONFLICT';
        END IF;
    END IF;
    SELECT * INTO step FROM transition t WHERE t.command = name AND t.phase = present.phase;
    IF NOT FOUND THEN RAISE EXCEPTION 'NOT_IN_PHASE'; END IF;
    SELECT * INTO asker FROM person p WHERE p.id = who;
    IF NOT FOUND OR NOT step.role = ANY (asker.roles) THEN RAISE EXCEPTION 'NOT_AUTHORISED'; END IF;
    IF step.of_supervised THEN
        IF asker.organ <> present.supervised THEN RAISE EXCEPTION 'NOT_AUTHORISED'; END IF;
    ELSE
        PERFORM 1 FROM organ o WHERE o.id = asker.organ AND o.supervisor = present.supervising;
        IF NOT FOUND THEN RAISE EXCEPTION 'NOT_COMPETENT'; END IF;
    END IF;

    IF which IS NULL THEN
        INSERT INTO matter (version, phase, supervising, supervised, changed_at)
            VALUES (1, step.phase_after, present.supervising, subject, now()) RETURNING id INTO which;
    ELSE
        UPDATE matter SET version = expected + 1, phase = step.phase_after, changed_at = now()
            WHERE id = which;
    END IF;
    INSERT INTO entry VALUES (which, present.version + 1, now(), who, key, name, content);
    RETURN which;
END $$;
