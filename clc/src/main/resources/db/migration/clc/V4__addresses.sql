-- Public addresses that have an owner, and which clusters may still translate one. One text for HSQLDB and PostgreSQL.
-- An address of VNET_PUBLICIPS without a row is free. See docs/rfd/0030-security-groups-at-the-instance.md.

CREATE TABLE addresses (
    -- one address, one owner: two transactions that would take the same one collide here
    public_ip VARCHAR(15) NOT NULL PRIMARY KEY,
    account_id VARCHAR(12) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    allocation_id VARCHAR(26),
    allocated_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    instance_id VARCHAR(19),
    zone_name VARCHAR(63),
    association_id VARCHAR(26),
    -- given back by its owner, and kept until no cluster translates it any more
    released_at TIMESTAMP(6) WITH TIME ZONE,
    version BIGINT NOT NULL,
    CONSTRAINT addresses_instance FOREIGN KEY (instance_id) REFERENCES instances (id),
    CONSTRAINT addresses_zone FOREIGN KEY (zone_name) REFERENCES clusters (name),
    CONSTRAINT addresses_one_per_allocation UNIQUE (allocation_id),
    CONSTRAINT addresses_one_per_association UNIQUE (association_id),
    -- an instance has at most one public address
    CONSTRAINT addresses_one_per_instance UNIQUE (instance_id),
    CONSTRAINT addresses_kind CHECK (kind IN ('ELASTIC', 'AUTOMATIC')),
    CONSTRAINT addresses_allocation CHECK ((kind = 'ELASTIC') = (allocation_id IS NOT NULL)),
    CONSTRAINT addresses_place CHECK ((instance_id IS NULL) = (zone_name IS NULL)),
    CONSTRAINT addresses_association CHECK (
        (association_id IS NOT NULL) = (kind = 'ELASTIC' AND instance_id IS NOT NULL)),
    -- an automatic address is its instance's or on its way back
    CONSTRAINT addresses_automatic CHECK (kind = 'ELASTIC' OR instance_id IS NOT NULL OR released_at IS NOT NULL),
    CONSTRAINT addresses_released CHECK (released_at IS NULL OR instance_id IS NULL)
);
CREATE INDEX addresses_by_account ON addresses (account_id);
CREATE INDEX addresses_by_zone ON addresses (zone_name);
CREATE INDEX addresses_by_release ON addresses (released_at);

-- The cluster translated the address, and stops with the network document of that generation.
CREATE TABLE address_holds (
    public_ip VARCHAR(15) NOT NULL,
    zone_name VARCHAR(63) NOT NULL,
    generation BIGINT NOT NULL,
    PRIMARY KEY (public_ip, zone_name),
    CONSTRAINT address_holds_address FOREIGN KEY (public_ip) REFERENCES addresses (public_ip),
    CONSTRAINT address_holds_zone FOREIGN KEY (zone_name) REFERENCES clusters (name)
);
CREATE INDEX address_holds_by_zone ON address_holds (zone_name, generation);
