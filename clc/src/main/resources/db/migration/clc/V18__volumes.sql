-- Volumes and their attachments. One text for HSQLDB and PostgreSQL. See docs/rfd/0040-volumes.md.

CREATE TABLE volumes (
    id VARCHAR(21) NOT NULL PRIMARY KEY,
    account_id VARCHAR(12) NOT NULL,
    zone_name VARCHAR(63) NOT NULL,
    size_gib INTEGER NOT NULL,
    volume_type VARCHAR(16) NOT NULL,
    iops INTEGER,
    throughput INTEGER,
    encrypted BOOLEAN NOT NULL,
    auto_enable_io BOOLEAN NOT NULL,
    created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    desired VARCHAR(16) NOT NULL,
    generation BIGINT NOT NULL,
    -- how many numbers of attachments were given out; none comes again
    attachments BIGINT NOT NULL,
    -- the API request that last changed what is desired; follows it through all logs
    request_id VARCHAR(64) NOT NULL,
    client_token VARCHAR(64),
    request_digest VARCHAR(64) NOT NULL,
    observed_phase VARCHAR(16),
    observed_generation BIGINT NOT NULL,
    observed_since TIMESTAMP(6) WITH TIME ZONE,
    -- false while its storage controller does not know it, though it did
    in_sight BOOLEAN NOT NULL,
    reason_code VARCHAR(64),
    reason_message VARCHAR(1024),
    deleted_at TIMESTAMP(6) WITH TIME ZONE,
    version BIGINT NOT NULL,
    CONSTRAINT volumes_zone FOREIGN KEY (zone_name) REFERENCES clusters (name),
    -- the idempotency of CreateVolume
    CONSTRAINT volumes_one_per_client_token UNIQUE (account_id, client_token),
    CONSTRAINT volumes_size CHECK (size_gib >= 1),
    CONSTRAINT volumes_type CHECK (volume_type IN ('GP2', 'GP3', 'IO1', 'IO2', 'ST1', 'SC1', 'STANDARD')),
    -- no storage controller encrypts yet
    CONSTRAINT volumes_encrypted CHECK (encrypted = FALSE),
    CONSTRAINT volumes_desired CHECK (desired IN ('PRESENT', 'DELETED')),
    CONSTRAINT volumes_generation CHECK (generation >= 1 AND attachments >= 0),
    CONSTRAINT volumes_phase CHECK (
        observed_phase IN ('CREATING', 'AVAILABLE', 'DELETING', 'DELETED', 'FAILED')),
    -- never observed, or observed at a generation that was asked for
    CONSTRAINT volumes_observed CHECK (
        (observed_phase IS NULL AND observed_generation = 0 AND observed_since IS NULL)
        OR (observed_phase IS NOT NULL AND observed_since IS NOT NULL
            AND observed_generation BETWEEN 0 AND generation)),
    -- it is over when that was asked for and seen
    CONSTRAINT volumes_deleted CHECK (
        deleted_at IS NULL
        OR (desired = 'DELETED' AND observed_phase IS NOT NULL AND observed_phase = 'DELETED'))
);
CREATE INDEX volumes_by_account ON volumes (account_id);
CREATE INDEX volumes_by_zone ON volumes (zone_name);
CREATE INDEX volumes_by_deletion ON volumes (deleted_at);

CREATE TABLE volume_attachments (
    -- the volume itself is the key: it has one attachment at most
    volume_id VARCHAR(21) NOT NULL PRIMARY KEY,
    attachment_number BIGINT NOT NULL,
    instance_id VARCHAR(19) NOT NULL,
    device VARCHAR(32) NOT NULL,
    delete_on_termination BOOLEAN NOT NULL,
    desired VARCHAR(16) NOT NULL,
    -- whether the storage controller is told to let the instance's host use the volume
    granted BOOLEAN NOT NULL,
    -- of the instance's volumes; from it on they are without this one
    detach_generation BIGINT,
    -- as access keys are
    sealed_secret VARCHAR(256) NOT NULL,
    export_host VARCHAR(255),
    export_port INTEGER,
    export_target VARCHAR(223),
    export_lun INTEGER,
    observed_phase VARCHAR(16),
    reason_code VARCHAR(64),
    reason_message VARCHAR(1024),
    requested_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT volume_attachments_volume FOREIGN KEY (volume_id) REFERENCES volumes (id),
    CONSTRAINT volume_attachments_instance FOREIGN KEY (instance_id) REFERENCES instances (id),
    CONSTRAINT volume_attachments_one_per_device UNIQUE (instance_id, device),
    CONSTRAINT volume_attachments_number CHECK (attachment_number >= 1),
    CONSTRAINT volume_attachments_desired CHECK (desired IN ('ATTACHED', 'DETACHED')),
    -- what is wanted is granted
    CONSTRAINT volume_attachments_wanted CHECK (
        (desired = 'ATTACHED' AND granted = TRUE AND detach_generation IS NULL)
        OR (desired = 'DETACHED' AND detach_generation IS NOT NULL)),
    -- an export is known whole or not at all
    CONSTRAINT volume_attachments_export CHECK (
        (export_host IS NULL AND export_port IS NULL AND export_target IS NULL AND export_lun IS NULL)
        OR (export_host IS NOT NULL AND export_port BETWEEN 1 AND 65535 AND export_target IS NOT NULL
            AND export_lun BETWEEN 1 AND 255)),
    CONSTRAINT volume_attachments_phase CHECK (observed_phase IN ('ATTACHING', 'ATTACHED', 'DETACHING'))
);

-- Of what the instance's node is told, and of what it took up last.
ALTER TABLE instances ADD COLUMN volumes_generation BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE instances ADD COLUMN observed_volumes_generation BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE instances ADD CONSTRAINT instances_volumes_observed CHECK (
    observed_volumes_generation BETWEEN 0 AND volumes_generation);
-- most instances never have any
CREATE INDEX instances_by_volumes_generation ON instances (volumes_generation);
