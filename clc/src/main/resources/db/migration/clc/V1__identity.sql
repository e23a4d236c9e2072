-- Accounts, users, keys, components, zones, key pairs, tags, instance types. Runs on HSQLDB and PostgreSQL alike.

CREATE TABLE account (
    id CHAR(12) NOT NULL PRIMARY KEY,
    name VARCHAR(63) NOT NULL,
    cloud_administrator BOOLEAN NOT NULL,
    created TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    CONSTRAINT account_name_once UNIQUE (name)
);

CREATE TABLE iam_user (
    id VARCHAR(21) NOT NULL PRIMARY KEY,
    account_id CHAR(12) NOT NULL REFERENCES account (id),
    name VARCHAR(64) NOT NULL,
    path VARCHAR(512) NOT NULL,
    created TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    CONSTRAINT iam_user_name_once UNIQUE (account_id, name)
);

-- owner_id: the user's id, or the account's for its root user. slot: at most two keys each, as a constraint.
CREATE TABLE access_key (
    id VARCHAR(20) NOT NULL PRIMARY KEY,
    account_id CHAR(12) NOT NULL REFERENCES account (id),
    owner_id VARCHAR(21) NOT NULL,
    user_name VARCHAR(64) NOT NULL,
    slot SMALLINT NOT NULL CHECK (slot IN (1, 2)),
    sealed_secret VARCHAR(255) NOT NULL,
    active BOOLEAN NOT NULL,
    created TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    CONSTRAINT access_key_slot_once UNIQUE (owner_id, slot)
);

CREATE TABLE availability_zone (
    name VARCHAR(63) NOT NULL PRIMARY KEY,
    created TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

-- endpoint and certificate are null between registration and join.
CREATE TABLE component (
    role VARCHAR(16) NOT NULL CHECK (role IN ('CLC', 'WALRUS', 'SC', 'CC', 'NC')),
    name VARCHAR(63) NOT NULL,
    cluster VARCHAR(63) REFERENCES availability_zone (name),
    endpoint VARCHAR(1024),
    certificate_sha256 CHAR(64),
    revoked BOOLEAN NOT NULL,
    registered TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    last_seen TIMESTAMP(6) WITH TIME ZONE,
    PRIMARY KEY (role, name),
    CONSTRAINT component_cluster_by_role CHECK ((role IN ('CLC', 'WALRUS')) = (cluster IS NULL))
);

-- One-time tokens; only a hash of the secret is kept, and of the public key that used it.
CREATE TABLE join_token (
    secret_sha256 CHAR(64) NOT NULL PRIMARY KEY,
    role VARCHAR(16) NOT NULL,
    name VARCHAR(63) NOT NULL,
    expires TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    key_sha256 CHAR(64)
);

CREATE TABLE key_pair (
    id VARCHAR(21) NOT NULL PRIMARY KEY,
    account_id CHAR(12) NOT NULL REFERENCES account (id),
    name VARCHAR(255) NOT NULL,
    type VARCHAR(16) NOT NULL CHECK (type IN ('rsa', 'ed25519')),
    fingerprint VARCHAR(128) NOT NULL,
    public_key VARCHAR(4096) NOT NULL,
    created TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    CONSTRAINT key_pair_name_once UNIQUE (account_id, name)
);

CREATE TABLE tag (
    account_id CHAR(12) NOT NULL REFERENCES account (id),
    resource_id VARCHAR(64) NOT NULL,
    tag_key VARCHAR(128) NOT NULL,
    resource_type VARCHAR(64) NOT NULL,
    tag_value VARCHAR(256) NOT NULL,
    PRIMARY KEY (account_id, resource_id, tag_key)
);
CREATE INDEX tag_by_type ON tag (account_id, resource_type);

-- The types an operator defined or changed; the built-in ones are in the code.
CREATE TABLE instance_type (
    name VARCHAR(63) NOT NULL PRIMARY KEY,
    vcpus INTEGER NOT NULL CHECK (vcpus BETWEEN 1 AND 512),
    memory_mib INTEGER NOT NULL CHECK (memory_mib BETWEEN 16 AND 16777216),
    disk_gib INTEGER NOT NULL CHECK (disk_gib BETWEEN 1 AND 65536),
    enabled BOOLEAN NOT NULL
);
