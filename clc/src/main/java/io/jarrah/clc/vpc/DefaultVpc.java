package io.jarrah.clc.vpc;

import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.ResourceIds;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The names of an account's default VPC and of what belongs to it. They are functions of the account (and the zone), so that
 * nothing has to be stored, and nothing can be lost or double.
 *
 * @see <a href="https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html">Default VPCs</a>
 */
public final class DefaultVpc {
    private static final int DIGITS = 17;

    private DefaultVpc() {}

    /** The VPC, such as vpc-0123456789abcdef0. */
    public static String vpc(AccountId account) {
        return id("vpc", account.value());
    }

    /** The default subnet in that zone. */
    public static String subnet(AccountId account, ClusterName zone) {
        return id("subnet", account.value() + "/" + zone.value());
    }

    /** The internet gateway. */
    public static String internetGateway(AccountId account) {
        return id("igw", account.value());
    }

    /** The main route table. */
    public static String routeTable(AccountId account) {
        return id("rtb", account.value());
    }

    /** The default network ACL, which permits everything. */
    public static String networkAcl(AccountId account) {
        return id("acl", account.value());
    }

    /** The DHCP options. */
    public static String dhcpOptions(AccountId account) {
        return id("dopt", account.value());
    }

    /** The one network interface of an instance. */
    public static String networkInterface(InstanceId instance) {
        return "eni-" + instance.value().substring("i-".length());
    }

    /** How that interface is attached to the instance. */
    public static String attachment(InstanceId instance) {
        return "eni-attach-" + instance.value().substring("i-".length());
    }

    /** The instance that has that network interface; empty when the text is not the id of an interface. */
    public static Optional<InstanceId> instanceOf(String networkInterface) {
        return ResourceIds.isLongId("eni", networkInterface)
                ? Optional.of(new InstanceId("i-" + networkInterface.substring("eni-".length())))
                : Optional.empty();
    }

    /** How the VPC's prefix is associated with it. */
    public static String cidrAssociation(AccountId account) {
        return id("vpc-cidr-assoc", account.value());
    }

    /** How the VPC's IPv6 prefix is associated with it. */
    public static String ipv6CidrAssociation(AccountId account) {
        return id("vpc-cidr-assoc", account.value() + "/ipv6");
    }

    /** How the IPv6 prefix of the default subnet of that zone is associated with it. */
    public static String subnetCidrAssociation(AccountId account, ClusterName zone) {
        return id("subnet-cidr-assoc", account.value() + "/" + zone.value());
    }

    /** How the main route table is associated with the VPC. */
    public static String mainRouteAssociation(AccountId account) {
        return id("rtbassoc", account.value());
    }

    /** How the default network ACL is associated with the default subnet of that zone. */
    public static String networkAclAssociation(AccountId account, ClusterName zone) {
        return id("aclassoc", account.value() + "/" + zone.value());
    }

    private static String id(String prefix, String of) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest((prefix + " " + of).getBytes(StandardCharsets.UTF_8));
            return prefix + "-" + HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every Java runtime", e);
        }
    }
}
