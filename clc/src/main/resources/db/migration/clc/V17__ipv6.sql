-- IPv6 of instances, and of subnets that give one to each. One text for HSQLDB and PostgreSQL. See docs/rfd/0037-ipv6.md.

ALTER TABLE instances ADD COLUMN ipv6 VARCHAR(39);
-- one address, one owner, in the whole cloud; it goes with the place in the network
ALTER TABLE instances ADD CONSTRAINT instances_one_per_ipv6 UNIQUE (ipv6);
ALTER TABLE instances ADD CONSTRAINT instances_ipv6_released CHECK (ipv6 IS NULL OR network_id IS NOT NULL);

ALTER TABLE instances ADD COLUMN metadata_ipv6 BOOLEAN DEFAULT FALSE NOT NULL;

ALTER TABLE networks ADD COLUMN assign_ipv6 BOOLEAN DEFAULT FALSE NOT NULL;
