package io.jarrah.clc.zone;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of table {@code availability_zone}. */
@Entity
@Table(name = "availability_zone")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
public class ZoneEntity {
    @Id
    private String name;

    private Instant created;

    protected ZoneEntity() {}

    ZoneEntity(String name, Instant created) {
        this.name = name;
        this.created = created;
    }

    String name() {
        return name;
    }

    Instant created() {
        return created;
    }
}
