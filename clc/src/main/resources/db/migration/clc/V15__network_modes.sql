-- Network modes STATIC and SYSTEM, and config drives. One text for HSQLDB and PostgreSQL. See docs/rfd/0036-flat-modes.md.

ALTER TABLE instances ADD COLUMN address_mode VARCHAR(8) DEFAULT 'MANAGED' NOT NULL;
ALTER TABLE instances ADD COLUMN config_drive BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE instances ADD CONSTRAINT instances_address_mode CHECK (address_mode IN ('MANAGED', 'STATIC', 'SYSTEM'));

-- In mode SYSTEM the address comes when a node has seen it; in all others an instance that is there has one.
ALTER TABLE instances DROP CONSTRAINT instances_released;
ALTER TABLE instances ADD CONSTRAINT instances_released CHECK (
    (observed_phase IS NOT NULL AND observed_phase = 'TERMINATED' AND terminated_at IS NOT NULL
        AND network_id IS NULL AND private_ip IS NULL AND mac IS NULL)
    OR ((observed_phase IS NULL OR observed_phase <> 'TERMINATED') AND terminated_at IS NULL
        AND network_id IS NOT NULL AND mac IS NOT NULL AND (private_ip IS NOT NULL OR address_mode = 'SYSTEM')));

-- The site's own network is the same in every zone; slices stay unique, so tenants' networks do not overlap.
ALTER TABLE networks DROP CONSTRAINT networks_one_per_cidr;
