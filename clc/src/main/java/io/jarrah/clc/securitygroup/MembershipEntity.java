package io.jarrah.clc.securitygroup;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SecurityGroupId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** An instance is in a group, from its launch or a later change until nothing is left of it. */
@Entity
@Table(name = "instance_security_groups")
@IdClass(MembershipEntity.Key.class)
public class MembershipEntity {
    /** The primary key: the whole row. */
    public record Key(String instanceId, String groupId) implements Serializable {}

    @Id
    @Column(name = "instance_id")
    private String instanceId;

    @Id
    @Column(name = "group_id")
    private String groupId;

    @SuppressWarnings("NullAway.Init")
    protected MembershipEntity() {}

    MembershipEntity(InstanceId instance, SecurityGroupId group) {
        this.instanceId = instance.value();
        this.groupId = group.value();
    }

    /** The instance. */
    public InstanceId instance() {
        return new InstanceId(instanceId);
    }

    /** The group. */
    public SecurityGroupId group() {
        return new SecurityGroupId(groupId);
    }
}
