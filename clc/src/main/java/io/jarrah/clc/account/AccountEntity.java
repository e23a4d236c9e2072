package io.jarrah.clc.account;

import io.jarrah.common.id.AccountId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of table {@code account}. */
@Entity
@Table(name = "account")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
public class AccountEntity {
    @Id
    private String id;

    private String name;

    @Column(name = "cloud_administrator")
    private boolean cloudAdministrator;

    private Instant created;

    protected AccountEntity() {}

    AccountEntity(Account account) {
        this.id = account.id().value();
        this.name = account.name();
        this.cloudAdministrator = account.cloudAdministrator();
        this.created = account.created();
    }

    Account account() {
        return new Account(new AccountId(id), name, cloudAdministrator, created);
    }
}
