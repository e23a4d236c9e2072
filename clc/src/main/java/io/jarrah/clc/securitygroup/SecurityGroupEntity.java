package io.jarrah.clc.securitygroup;

import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.SecurityGroupId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A security group without its rules. */
@Entity
@Table(name = "security_groups")
public class SecurityGroupEntity {
    @Id
    private String id;

    @Column(name = "account_id")
    private String accountId;

    @Column(name = "group_name")
    private String name;

    private String description;

    @Column(name = "created_at")
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected SecurityGroupEntity() {}

    /** A group without rules. */
    public SecurityGroupEntity(SecurityGroupId id, AccountId account, String name, String description, Instant now) {
        this.id = id.value();
        this.accountId = account.value();
        this.name = name;
        this.description = description;
        this.createdAt = now;
    }

    /** The group. */
    public SecurityGroupId id() {
        return new SecurityGroupId(id);
    }

    /** The owner. */
    public AccountId account() {
        return new AccountId(accountId);
    }

    /** Unique in the account, 1 to 255 characters. */
    public String name() {
        return name;
    }

    /** Up to 255 characters. */
    public String description() {
        return description;
    }

    /** When it was made. */
    public Instant createdAt() {
        return createdAt;
    }

    /** Whether it is the account's default group, which cannot be deleted. */
    public boolean isDefault() {
        return name.equals(SecurityGroups.DEFAULT);
    }

    /** Id and name. */
    public SecurityGroupRef ref() {
        return new SecurityGroupRef(id(), name);
    }
}
