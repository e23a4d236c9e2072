package io.jarrah.clc.cluster;

import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NodeName;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/** A node as its cluster controller described it last. */
@Entity
@Table(name = "cluster_nodes")
public class NodeEntity {
    private static final int MESSAGE_LENGTH = 1024;

    @Id
    private String name;

    @Column(name = "cluster_name")
    private String clusterName;

    @Enumerated(EnumType.STRING)
    private Health health;

    @Column(name = "health_message")
    private String healthMessage;

    @Column(name = "health_since")
    private Instant healthSince;

    private String hypervisor;

    @Column(name = "total_vcpus")
    private int totalVcpus;

    @Column(name = "total_memory_mib")
    private int totalMemoryMib;

    @Column(name = "total_disk_gib")
    private int totalDiskGib;

    @Column(name = "available_vcpus")
    private int availableVcpus;

    @Column(name = "available_memory_mib")
    private int availableMemoryMib;

    @Column(name = "available_disk_gib")
    private int availableDiskGib;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected NodeEntity() {}

    /** A node heard for the first time. */
    @SuppressWarnings("NullAway.Init")
    public NodeEntity(ClusterName cluster, NodeStatus status) {
        this.name = status.name().value();
        observe(cluster, status);
    }

    /** Takes over what the cluster says of it. */
    public final void observe(ClusterName cluster, NodeStatus status) {
        clusterName = cluster.value();
        health = status.health();
        String message = status.message();
        healthMessage = message.length() > MESSAGE_LENGTH ? message.substring(0, MESSAGE_LENGTH) : message;
        healthSince = status.since();
        hypervisor = status.hypervisor();
        totalVcpus = status.total().vcpus();
        totalMemoryMib = status.total().memoryMib();
        totalDiskGib = status.total().diskGib();
        availableVcpus = status.available().vcpus();
        availableMemoryMib = status.available().memoryMib();
        availableDiskGib = status.available().diskGib();
    }

    /** Its name, unique in the cloud. */
    public NodeName name() {
        return new NodeName(name);
    }

    /** The cluster it belongs to. */
    public ClusterName cluster() {
        return new ClusterName(clusterName);
    }

    /** The same as the cluster's controller said it. */
    public NodeStatus status() {
        return new NodeStatus(
                name(),
                health,
                healthMessage,
                healthSince,
                hypervisor,
                new Capacity(totalVcpus, totalMemoryMib, totalDiskGib),
                new Capacity(availableVcpus, availableMemoryMib, availableDiskGib));
    }
}
