-- Instances, images, networks and clusters. One text for HSQLDB and PostgreSQL.
-- Rules that no code may break are constraints here: see docs/rfd/0020-instance-rows.md.

CREATE TABLE clusters (
    name VARCHAR(63) NOT NULL PRIMARY KEY,
    health VARCHAR(16) NOT NULL,
    health_message VARCHAR(1024) NOT NULL,
    health_since TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    network_generation BIGINT NOT NULL,
    nodes_generation BIGINT NOT NULL,
    nodes_digest VARCHAR(64) NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT clusters_health CHECK (health IN ('OK', 'IMPAIRED', 'UNREACHABLE'))
);

CREATE TABLE cluster_nodes (
    name VARCHAR(63) NOT NULL PRIMARY KEY,
    cluster_name VARCHAR(63) NOT NULL,
    health VARCHAR(16) NOT NULL,
    health_message VARCHAR(1024) NOT NULL,
    health_since TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    hypervisor VARCHAR(32) NOT NULL,
    total_vcpus INTEGER NOT NULL,
    total_memory_mib INTEGER NOT NULL,
    total_disk_gib INTEGER NOT NULL,
    available_vcpus INTEGER NOT NULL,
    available_memory_mib INTEGER NOT NULL,
    available_disk_gib INTEGER NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT cluster_nodes_cluster FOREIGN KEY (cluster_name) REFERENCES clusters (name),
    CONSTRAINT cluster_nodes_health CHECK (health IN ('OK', 'IMPAIRED', 'UNREACHABLE'))
);
CREATE INDEX cluster_nodes_by_cluster ON cluster_nodes (cluster_name);

CREATE TABLE networks (
    id VARCHAR(21) NOT NULL PRIMARY KEY,
    account_id VARCHAR(12) NOT NULL,
    zone_name VARCHAR(63) NOT NULL,
    slice INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    cidr VARCHAR(18) NOT NULL,
    created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT networks_zone FOREIGN KEY (zone_name) REFERENCES clusters (name),
    CONSTRAINT networks_one_per_account_and_zone UNIQUE (account_id, zone_name),
    CONSTRAINT networks_one_per_slice UNIQUE (slice),
    CONSTRAINT networks_one_per_segment UNIQUE (segment),
    CONSTRAINT networks_one_per_cidr UNIQUE (cidr),
    CONSTRAINT networks_segment_range CHECK (segment BETWEEN 1 AND 16777215)
);

CREATE TABLE images (
    id VARCHAR(21) NOT NULL PRIMARY KEY,
    account_id VARCHAR(12) NOT NULL,
    image_name VARCHAR(128),
    description VARCHAR(255) NOT NULL,
    architecture VARCHAR(16) NOT NULL,
    virtualization_type VARCHAR(16) NOT NULL,
    bucket VARCHAR(255) NOT NULL,
    object_key VARCHAR(1024) NOT NULL,
    kernel_id VARCHAR(21),
    ramdisk_id VARCHAR(21),
    root_device_name VARCHAR(32) NOT NULL,
    launch_public BOOLEAN NOT NULL,
    registered_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    deregistered_at TIMESTAMP(6) WITH TIME ZONE,
    size_bytes BIGINT,
    sha256 VARCHAR(64),
    image_format VARCHAR(8),
    failure_code VARCHAR(64),
    failure_message VARCHAR(1024),
    version BIGINT NOT NULL,
    CONSTRAINT images_kernel FOREIGN KEY (kernel_id) REFERENCES images (id),
    CONSTRAINT images_ramdisk FOREIGN KEY (ramdisk_id) REFERENCES images (id),
    CONSTRAINT images_one_per_name UNIQUE (account_id, image_name),
    CONSTRAINT images_format CHECK (image_format IN ('RAW', 'QCOW2')),
    -- a ramdisk needs a kernel
    CONSTRAINT images_ramdisk_needs_kernel CHECK (ramdisk_id IS NULL OR kernel_id IS NOT NULL),
    -- described whole or not at all, and never both available and failed
    CONSTRAINT images_state CHECK (
        (size_bytes IS NULL AND sha256 IS NULL AND image_format IS NULL)
        OR (size_bytes IS NOT NULL AND sha256 IS NOT NULL AND image_format IS NOT NULL AND failure_code IS NULL)),
    CONSTRAINT images_failure CHECK (
        (failure_code IS NULL AND failure_message IS NULL) OR (failure_code IS NOT NULL AND failure_message IS NOT NULL)),
    -- a deregistered image gives its name back
    CONSTRAINT images_deregistered_name CHECK (deregistered_at IS NULL OR image_name IS NULL)
);

CREATE TABLE reservations (
    id VARCHAR(19) NOT NULL PRIMARY KEY,
    account_id VARCHAR(12) NOT NULL,
    client_token VARCHAR(64),
    request_digest VARCHAR(64) NOT NULL,
    launched_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- the idempotency of RunInstances
    CONSTRAINT reservations_one_per_client_token UNIQUE (account_id, client_token)
);

CREATE TABLE instances (
    id VARCHAR(19) NOT NULL PRIMARY KEY,
    account_id VARCHAR(12) NOT NULL,
    reservation_id VARCHAR(19) NOT NULL,
    launch_index INTEGER NOT NULL,
    zone_name VARCHAR(63) NOT NULL,
    network_id VARCHAR(21),
    private_ip VARCHAR(15),
    mac VARCHAR(17),
    hostname VARCHAR(63) NOT NULL,
    image_id VARCHAR(21) NOT NULL,
    kernel_id VARCHAR(21),
    ramdisk_id VARCHAR(21),
    instance_type VARCHAR(64) NOT NULL,
    vcpus INTEGER NOT NULL,
    memory_mib INTEGER NOT NULL,
    disk_gib INTEGER NOT NULL,
    architecture VARCHAR(16) NOT NULL,
    virtualization_type VARCHAR(16) NOT NULL,
    root_device_name VARCHAR(32) NOT NULL,
    key_name VARCHAR(255),
    termination_protected BOOLEAN NOT NULL,
    launched_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    desired VARCHAR(16) NOT NULL,
    generation BIGINT NOT NULL,
    reboot_generation BIGINT NOT NULL,
    termination_requested_at TIMESTAMP(6) WITH TIME ZONE,
    -- the API request that last changed what is desired; follows it through all logs
    request_id VARCHAR(64) NOT NULL,
    observed_phase VARCHAR(16),
    observed_generation BIGINT NOT NULL,
    observed_reboot_generation BIGINT NOT NULL,
    observed_node VARCHAR(63),
    observed_since TIMESTAMP(6) WITH TIME ZONE,
    reachable BOOLEAN NOT NULL,
    terminated_at TIMESTAMP(6) WITH TIME ZONE,
    reason_code VARCHAR(64),
    reason_message VARCHAR(1024),
    version BIGINT NOT NULL,
    CONSTRAINT instances_reservation FOREIGN KEY (reservation_id) REFERENCES reservations (id),
    CONSTRAINT instances_zone FOREIGN KEY (zone_name) REFERENCES clusters (name),
    CONSTRAINT instances_network FOREIGN KEY (network_id) REFERENCES networks (id),
    CONSTRAINT instances_image FOREIGN KEY (image_id) REFERENCES images (id),
    CONSTRAINT instances_kernel FOREIGN KEY (kernel_id) REFERENCES images (id),
    CONSTRAINT instances_ramdisk FOREIGN KEY (ramdisk_id) REFERENCES images (id),
    CONSTRAINT instances_one_per_launch_index UNIQUE (reservation_id, launch_index),
    -- one address, one owner; one MAC in the whole cloud
    CONSTRAINT instances_one_per_address UNIQUE (network_id, private_ip),
    CONSTRAINT instances_one_per_mac UNIQUE (mac),
    CONSTRAINT instances_desired CHECK (desired IN ('RUNNING', 'TERMINATED')),
    CONSTRAINT instances_phase CHECK (
        observed_phase IN ('PENDING', 'STAGING', 'BOOTING', 'RUNNING', 'SHUTTING_DOWN', 'TERMINATED')),
    -- who wants it gone said when, and that is a later generation than the launch
    CONSTRAINT instances_termination CHECK (
        (desired = 'RUNNING' AND termination_requested_at IS NULL AND generation >= 1)
        OR (desired = 'TERMINATED' AND termination_requested_at IS NOT NULL AND generation >= 2)),
    -- never observed, or observed at a generation that was asked for
    CONSTRAINT instances_observed CHECK (
        (observed_phase IS NULL AND observed_generation = 0 AND observed_since IS NULL)
        OR (observed_phase IS NOT NULL AND observed_since IS NOT NULL
            AND observed_generation BETWEEN 1 AND generation)),
    CONSTRAINT instances_rebooted CHECK (observed_reboot_generation BETWEEN 0 AND reboot_generation),
    -- what boots or runs does so on a node
    CONSTRAINT instances_placed CHECK (
        observed_phase IS NULL OR observed_phase NOT IN ('STAGING', 'BOOTING', 'RUNNING') OR observed_node IS NOT NULL),
    -- the address, the MAC and the place in the network are given back exactly when nothing is left of the instance
    CONSTRAINT instances_released CHECK (
        (observed_phase IS NOT NULL AND observed_phase = 'TERMINATED' AND terminated_at IS NOT NULL
            AND network_id IS NULL AND private_ip IS NULL AND mac IS NULL)
        OR ((observed_phase IS NULL OR observed_phase <> 'TERMINATED') AND terminated_at IS NULL
            AND network_id IS NOT NULL AND private_ip IS NOT NULL AND mac IS NOT NULL)),
    CONSTRAINT instances_size CHECK (vcpus >= 1 AND memory_mib >= 1 AND disk_gib >= 0)
);
CREATE INDEX instances_by_account ON instances (account_id);
CREATE INDEX instances_by_zone ON instances (zone_name);
CREATE INDEX instances_by_image ON instances (image_id);

CREATE TABLE instance_launch_data (
    instance_id VARCHAR(19) NOT NULL PRIMARY KEY,
    -- Base64, at most 16 KiB decoded
    user_data VARCHAR(22000),
    -- the line for authorized_keys as it was at the launch
    public_key VARCHAR(8192),
    CONSTRAINT instance_launch_data_instance FOREIGN KEY (instance_id) REFERENCES instances (id) ON DELETE CASCADE
);
