-- How instances may read their metadata, what accounts prefer, and whether an instance got a public address at its launch.
-- One text for HSQLDB and PostgreSQL.

ALTER TABLE instances ADD COLUMN metadata_enabled BOOLEAN DEFAULT TRUE NOT NULL;
ALTER TABLE instances ADD COLUMN metadata_tokens_required BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE instances ADD COLUMN metadata_hop_limit INTEGER DEFAULT 1 NOT NULL;
ALTER TABLE instances ADD COLUMN metadata_tags BOOLEAN DEFAULT FALSE NOT NULL;
-- when they were last changed; an instance that has what it was launched with has none
ALTER TABLE instances ADD COLUMN metadata_changed_at TIMESTAMP(6) WITH TIME ZONE;
ALTER TABLE instances ADD CONSTRAINT instances_metadata_hop_limit CHECK (metadata_hop_limit BETWEEN 1 AND 64);

-- Such an instance gets another automatic address when its elastic one leaves it. Of those that have an elastic one now it is not known.
ALTER TABLE instances ADD COLUMN automatic_address BOOLEAN DEFAULT FALSE NOT NULL;
UPDATE instances SET automatic_address = TRUE
    WHERE id IN (SELECT instance_id FROM addresses WHERE kind = 'AUTOMATIC' AND instance_id IS NOT NULL);

-- A column without value is no preference.
CREATE TABLE instance_metadata_defaults (
    account_id VARCHAR(12) NOT NULL PRIMARY KEY,
    enabled BOOLEAN,
    tokens_required BOOLEAN,
    hop_limit INTEGER,
    tags BOOLEAN,
    tokens_enforced BOOLEAN,
    version BIGINT NOT NULL,
    CONSTRAINT instance_metadata_defaults_hop_limit CHECK (hop_limit BETWEEN 1 AND 64)
);
