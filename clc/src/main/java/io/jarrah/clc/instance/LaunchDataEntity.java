package io.jarrah.clc.instance;

import io.jarrah.common.id.InstanceId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What only the guest itself reads of its launch, kept apart so that listing instances does not carry it along. */
@Entity
@Table(name = "instance_launch_data")
public class LaunchDataEntity {
    @Id
    @Column(name = "instance_id")
    private String instanceId;

    @Column(name = "user_data")
    private @Nullable String userData;

    @Column(name = "public_key")
    private @Nullable String publicKey;

    @SuppressWarnings("NullAway.Init")
    protected LaunchDataEntity() {}

    public LaunchDataEntity(InstanceId instance, Optional<byte[]> userData, Optional<String> publicKey) {
        this.instanceId = instance.value();
        this.userData = userData.map(Base64.getEncoder()::encodeToString).orElse(null);
        this.publicKey = publicKey.orElse(null);
    }

    /** The user data as given, decoded. */
    public Optional<byte[]> userData() {
        return Optional.ofNullable(userData).map(Base64.getDecoder()::decode);
    }

    /** The line for authorized_keys. */
    public Optional<String> publicKey() {
        return Optional.ofNullable(publicKey);
    }
}
