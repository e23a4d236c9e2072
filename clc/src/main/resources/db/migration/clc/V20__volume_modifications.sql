-- What was last changed of a volume while it was there; see ModifyVolume. One text for HSQLDB and PostgreSQL.

CREATE TABLE volume_modifications (
    volume_id VARCHAR(21) NOT NULL PRIMARY KEY,
    original_size_gib INTEGER NOT NULL,
    original_type VARCHAR(16) NOT NULL,
    original_iops INTEGER,
    original_throughput INTEGER,
    target_size_gib INTEGER NOT NULL,
    target_type VARCHAR(16) NOT NULL,
    target_iops INTEGER,
    target_throughput INTEGER,
    -- of the volume, from which on its storage controller is to know of it
    generation BIGINT NOT NULL,
    started_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP(6) WITH TIME ZONE,
    -- why it is not what was asked for
    failure VARCHAR(1024),
    version BIGINT NOT NULL,
    CONSTRAINT volume_modifications_volume FOREIGN KEY (volume_id) REFERENCES volumes (id) ON DELETE CASCADE,
    CONSTRAINT volume_modifications_size CHECK (original_size_gib >= 1 AND target_size_gib >= original_size_gib),
    CONSTRAINT volume_modifications_types CHECK (
        original_type IN ('GP2', 'GP3', 'IO1', 'IO2', 'ST1', 'SC1', 'STANDARD')
        AND target_type IN ('GP2', 'GP3', 'IO1', 'IO2', 'ST1', 'SC1', 'STANDARD')),
    CONSTRAINT volume_modifications_generation CHECK (generation >= 1),
    CONSTRAINT volume_modifications_failed CHECK (failure IS NULL OR ended_at IS NOT NULL)
);
