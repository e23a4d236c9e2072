-- Security groups, their rules, and which instance is in which. One text for HSQLDB and PostgreSQL; see docs/rfd/0030.

CREATE TABLE security_groups (
    id VARCHAR(20) NOT NULL PRIMARY KEY,
    account_id VARCHAR(12) NOT NULL,
    group_name VARCHAR(255) NOT NULL,
    description VARCHAR(255) NOT NULL,
    created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- also makes the default group once, whoever needs it first
    CONSTRAINT security_groups_one_per_name UNIQUE (account_id, group_name)
);

CREATE TABLE security_group_rules (
    id VARCHAR(21) NOT NULL PRIMARY KEY,
    group_id VARCHAR(20) NOT NULL,
    -- the group's
    account_id VARCHAR(12) NOT NULL,
    egress BOOLEAN NOT NULL,
    protocol INTEGER NOT NULL,
    from_port INTEGER NOT NULL,
    to_port INTEGER NOT NULL,
    -- the other side: a prefix without host bits, or a group's id
    peer VARCHAR(49) NOT NULL,
    referenced_group_id VARCHAR(20),
    referenced_account_id VARCHAR(12),
    description VARCHAR(255),
    CONSTRAINT security_group_rules_group FOREIGN KEY (group_id) REFERENCES security_groups (id),
    -- a group that another one names cannot vanish
    CONSTRAINT security_group_rules_referenced FOREIGN KEY (referenced_group_id) REFERENCES security_groups (id),
    CONSTRAINT security_group_rules_one_per_permission
        UNIQUE (group_id, egress, protocol, from_port, to_port, peer),
    CONSTRAINT security_group_rules_peer CHECK (
        (referenced_group_id IS NULL AND referenced_account_id IS NULL AND peer NOT LIKE 'sg-%')
        OR (referenced_group_id IS NOT NULL AND referenced_account_id IS NOT NULL AND referenced_group_id = peer)),
    -- ports of TCP and UDP; type and code of ICMP and ICMPv6; -1 for all, and for every other protocol
    CONSTRAINT security_group_rules_range CHECK (
        (protocol IN (6, 17) AND from_port BETWEEN 0 AND to_port AND to_port <= 65535)
        OR (protocol IN (1, 58) AND from_port BETWEEN -1 AND 255 AND to_port BETWEEN -1 AND 255
            AND (from_port >= 0 OR to_port = -1))
        OR (protocol BETWEEN -1 AND 255 AND protocol NOT IN (1, 6, 17, 58) AND from_port = -1 AND to_port = -1))
);
CREATE INDEX security_group_rules_by_account ON security_group_rules (account_id);
CREATE INDEX security_group_rules_by_referenced ON security_group_rules (referenced_group_id);

CREATE TABLE instance_security_groups (
    instance_id VARCHAR(19) NOT NULL,
    group_id VARCHAR(20) NOT NULL,
    PRIMARY KEY (instance_id, group_id),
    CONSTRAINT instance_security_groups_instance
        FOREIGN KEY (instance_id) REFERENCES instances (id) ON DELETE CASCADE,
    -- a group in use cannot vanish
    CONSTRAINT instance_security_groups_group FOREIGN KEY (group_id) REFERENCES security_groups (id)
);
CREATE INDEX instance_security_groups_by_group ON instance_security_groups (group_id);

-- Instances from before groups were stored: they are in their account's default group, as they were always told. An account
-- id has 12 digits, so that five more make an id of it.
INSERT INTO security_groups (id, account_id, group_name, description, created_at)
    SELECT DISTINCT 'sg-00000' || account_id, account_id, 'default', 'default VPC security group', CURRENT_TIMESTAMP
    FROM instances WHERE terminated_at IS NULL;
INSERT INTO security_group_rules
    (id, group_id, account_id, egress, protocol, from_port, to_port, peer, referenced_group_id, referenced_account_id)
    SELECT 'sgr-00000' || account_id, id, account_id, FALSE, -1, -1, -1, id, id, account_id FROM security_groups;
INSERT INTO security_group_rules
    (id, group_id, account_id, egress, protocol, from_port, to_port, peer)
    SELECT 'sgr-00001' || account_id, id, account_id, TRUE, -1, -1, -1, '0.0.0.0/0' FROM security_groups;
INSERT INTO instance_security_groups (instance_id, group_id)
    SELECT id, 'sg-00000' || account_id FROM instances WHERE terminated_at IS NULL;
-- every cluster is to be told
UPDATE clusters SET network_generation = network_generation + 1;
