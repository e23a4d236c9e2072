package io.jarrah.clc.instancetype;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of table {@code instance_type}. */
@Entity
@Table(name = "instance_type")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
public class InstanceTypeEntity {
    @Id
    private String name;

    private int vcpus;

    @Column(name = "memory_mib")
    private int memoryMib;

    @Column(name = "disk_gib")
    private int diskGib;

    private boolean enabled;

    protected InstanceTypeEntity() {}

    InstanceTypeEntity(InstanceType type, boolean enabled) {
        this.name = type.name();
        this.vcpus = type.vcpus();
        this.memoryMib = type.memoryMib();
        this.diskGib = type.diskGib();
        this.enabled = enabled;
    }

    InstanceType type() {
        return new InstanceType(name, vcpus, memoryMib, diskGib);
    }

    boolean enabled() {
        return enabled;
    }
}
