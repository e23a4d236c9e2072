package io.jarrah.clc.address;

import io.jarrah.common.id.ClusterName;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** That a cluster may translate an address until it has taken up the network document of a generation. */
@Entity
@Table(name = "address_holds")
@IdClass(AddressHoldEntity.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
public class AddressHoldEntity {
    /** The primary key: one hold for each cluster. */
    public record Key(String publicIp, String zoneName) implements Serializable {}

    @Id
    @Column(name = "public_ip")
    private String publicIp;

    @Id
    @Column(name = "zone_name")
    private String zoneName;

    private long generation;

    protected AddressHoldEntity() {}

    AddressHoldEntity(String publicIp, ClusterName zone, long generation) {
        this.publicIp = publicIp;
        this.zoneName = zone.value();
        this.generation = generation;
    }

    void until(long later) {
        generation = Math.max(generation, later);
    }
}
