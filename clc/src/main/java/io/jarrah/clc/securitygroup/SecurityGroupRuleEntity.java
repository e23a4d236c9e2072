package io.jarrah.clc.securitygroup;

import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.SecurityGroupId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of table {@code security_group_rules}. */
@Entity
@Table(name = "security_group_rules")
public class SecurityGroupRuleEntity {
    @Id
    private String id;

    @Column(name = "group_id")
    private String groupId;

    @Column(name = "account_id")
    private String accountId;

    private boolean egress;
    private int protocol;

    @Column(name = "from_port")
    private int fromPort;

    @Column(name = "to_port")
    private int toPort;

    private String peer;

    @Column(name = "referenced_group_id")
    private @Nullable String referencedGroupId;

    @Column(name = "referenced_account_id")
    private @Nullable String referencedAccountId;

    private @Nullable String description;

    @SuppressWarnings("NullAway.Init")
    protected SecurityGroupRuleEntity() {}

    SecurityGroupRuleEntity(GroupRule rule) {
        Permission permission = rule.permission();
        this.id = rule.id().value();
        this.groupId = rule.group().value();
        this.accountId = rule.account().value();
        this.egress = rule.egress();
        this.protocol = permission.protocol();
        this.fromPort = permission.from();
        this.toPort = permission.to();
        this.peer = permission.peer().key();
        this.referencedGroupId =
                permission.members().map(members -> members.group().value()).orElse(null);
        this.referencedAccountId =
                permission.members().map(members -> members.account().value()).orElse(null);
        this.description = rule.description().orElse(null);
    }

    /** The row as a value. */
    public GroupRule rule() {
        Permission.Peer other = referencedGroupId == null || referencedAccountId == null
                ? new Permission.Addresses(new Prefix(peer))
                : new Permission.Members(new SecurityGroupId(referencedGroupId), new AccountId(referencedAccountId));
        return new GroupRule(
                new SecurityGroupRuleId(id),
                new SecurityGroupId(groupId),
                new AccountId(accountId),
                egress,
                new Permission(protocol, fromPort, toPort, other),
                Optional.ofNullable(description));
    }
}
