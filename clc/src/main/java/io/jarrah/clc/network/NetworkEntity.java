package io.jarrah.clc.network;

import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.net.Ipv6Prefix;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/** One account's network in one zone. */
@Entity
@Table(name = "networks")
public class NetworkEntity {
    @Id
    private String id;

    @Column(name = "account_id")
    private String accountId;

    @Column(name = "zone_name")
    private String zoneName;

    private int slice;
    private int segment;
    private String cidr;

    @Column(name = "assign_ipv6")
    private boolean assignIpv6;

    @Column(name = "created_at")
    private Instant createdAt;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected NetworkEntity() {}

    NetworkEntity(NetworkId id, AccountId account, ClusterName zone, int slice, NetworkPlan plan, Instant now) {
        this.id = id.value();
        this.accountId = account.value();
        this.zoneName = zone.value();
        this.slice = slice;
        this.segment = plan.segment(slice);
        this.cidr = plan.cidr(slice);
        this.createdAt = now;
    }

    /** The network. */
    public NetworkId id() {
        return new NetworkId(id);
    }

    /** The owner. */
    public AccountId account() {
        return new AccountId(accountId);
    }

    /** The zone it is in. */
    public ClusterName zone() {
        return new ClusterName(zoneName);
    }

    /** Which slice of VNET_SUBNET it is. */
    public int slice() {
        return slice;
    }

    /** VLAN tag or VXLAN id. */
    public int segment() {
        return segment;
    }

    /** Its prefix, such as 172.16.10.0/24. */
    public String cidr() {
        return cidr;
    }

    /** When it was made. */
    public Instant createdAt() {
        return createdAt;
    }

    /** Whether instances launched in it get an IPv6 address without asking for one. */
    public boolean assignsIpv6() {
        return assignIpv6;
    }

    /** Gives instances launched from now on an IPv6 address, or does not. */
    public void assignIpv6(boolean assign) {
        assignIpv6 = assign;
    }

    /** What the cluster controller is told of it. */
    public NetworkSegment describe(NetworkPlan plan) {
        return new NetworkSegment(
                id(), account(), segment, cidr, plan.mtu(), plan.cidr6(slice).map(Ipv6Prefix::toString));
    }
}
