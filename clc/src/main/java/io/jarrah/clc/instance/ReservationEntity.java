package io.jarrah.clc.instance;

import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ReservationId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One RunInstances call that was carried out; it remembers the client's token as long as an instance of it is there. */
@Entity
@Table(name = "reservations")
public class ReservationEntity {
    @Id
    private String id;

    @Column(name = "account_id")
    private String accountId;

    @Column(name = "client_token")
    private @Nullable String clientToken;

    @Column(name = "request_digest")
    private String requestDigest;

    @Column(name = "launched_at")
    private Instant launchedAt;

    @SuppressWarnings("NullAway.Init")
    protected ReservationEntity() {}

    /**
     * A launch.
     *
     * @param requestDigest SHA-256 in hex of what was asked for, to tell a repetition from another request
     */
    public ReservationEntity(
            ReservationId id, AccountId account, Optional<String> clientToken, String requestDigest, Instant now) {
        this.id = id.value();
        this.accountId = account.value();
        this.clientToken = clientToken.orElse(null);
        this.requestDigest = requestDigest;
        this.launchedAt = now;
    }

    /** The reservation. */
    public ReservationId id() {
        return new ReservationId(id);
    }

    /** The owner. */
    public AccountId account() {
        return new AccountId(accountId);
    }

    /** The token the client gave. */
    public Optional<String> clientToken() {
        return Optional.ofNullable(clientToken);
    }

    /** Digest of what was asked for. */
    public String requestDigest() {
        return requestDigest;
    }

    /** When. */
    public Instant launchedAt() {
        return launchedAt;
    }
}
