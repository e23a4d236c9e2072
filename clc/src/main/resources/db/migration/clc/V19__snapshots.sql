-- Snapshots, and who may begin volumes with them. One text for HSQLDB and PostgreSQL. See docs/rfd/0041-snapshots.md.

CREATE TABLE snapshots (
    id VARCHAR(22) NOT NULL PRIMARY KEY,
    account_id VARCHAR(12) NOT NULL,
    zone_name VARCHAR(63) NOT NULL,
    -- no foreign key: a snapshot outlives its volume
    volume_id VARCHAR(21) NOT NULL,
    size_gib INTEGER NOT NULL,
    description VARCHAR(255) NOT NULL,
    created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    desired VARCHAR(16) NOT NULL,
    -- the API request that last changed what is desired; follows it through all logs
    request_id VARCHAR(64) NOT NULL,
    observed_phase VARCHAR(16),
    -- percent
    observed_progress INTEGER NOT NULL,
    observed_since TIMESTAMP(6) WITH TIME ZONE,
    -- false while its storage controller does not know it, though it did
    in_sight BOOLEAN NOT NULL,
    reason_code VARCHAR(64),
    reason_message VARCHAR(1024),
    deleted_at TIMESTAMP(6) WITH TIME ZONE,
    version BIGINT NOT NULL,
    CONSTRAINT snapshots_zone FOREIGN KEY (zone_name) REFERENCES clusters (name),
    CONSTRAINT snapshots_size CHECK (size_gib >= 1),
    CONSTRAINT snapshots_desired CHECK (desired IN ('PRESENT', 'DELETED')),
    CONSTRAINT snapshots_phase CHECK (
        observed_phase IN ('CREATING', 'AVAILABLE', 'DELETING', 'DELETED', 'FAILED')),
    CONSTRAINT snapshots_progress CHECK (observed_progress BETWEEN 0 AND 100),
    -- never observed, or observed whole
    CONSTRAINT snapshots_observed CHECK (
        (observed_phase IS NULL AND observed_progress = 0 AND observed_since IS NULL AND reason_code IS NULL
            AND in_sight = TRUE)
        OR (observed_phase IS NOT NULL AND observed_since IS NOT NULL)),
    -- it is over when that was asked for and seen
    CONSTRAINT snapshots_deleted CHECK (
        deleted_at IS NULL
        OR (desired = 'DELETED' AND observed_phase IS NOT NULL AND observed_phase = 'DELETED'))
);
CREATE INDEX snapshots_by_account ON snapshots (account_id);
CREATE INDEX snapshots_by_zone ON snapshots (zone_name);
CREATE INDEX snapshots_by_deletion ON snapshots (deleted_at);

CREATE TABLE snapshot_permissions (
    snapshot_id VARCHAR(22) NOT NULL,
    -- an account, or 'all'
    grantee VARCHAR(12) NOT NULL,
    PRIMARY KEY (snapshot_id, grantee),
    CONSTRAINT snapshot_permissions_snapshot FOREIGN KEY (snapshot_id) REFERENCES snapshots (id) ON DELETE CASCADE,
    CONSTRAINT snapshot_permissions_grantee CHECK (grantee = 'all' OR CHAR_LENGTH(grantee) = 12)
);
CREATE INDEX snapshot_permissions_by_grantee ON snapshot_permissions (grantee);

-- What a volume began with. No foreign key: volumes outlive snapshots.
ALTER TABLE volumes ADD COLUMN snapshot_id VARCHAR(22);
CREATE INDEX volumes_by_snapshot ON volumes (snapshot_id);
