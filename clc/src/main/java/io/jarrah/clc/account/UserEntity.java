package io.jarrah.clc.account;

import io.jarrah.common.id.AccountId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of table {@code iam_user}. */
@Entity
@Table(name = "iam_user")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
public class UserEntity {
    @Id
    private String id;

    @Column(name = "account_id")
    private String accountId;

    private String name;
    private String path;
    private Instant created;

    protected UserEntity() {}

    UserEntity(User user) {
        this.id = user.id();
        this.accountId = user.account().value();
        this.name = user.name();
        this.path = user.path();
        this.created = user.created();
    }

    User user() {
        return new User(id, new AccountId(accountId), name, path, created);
    }
}
