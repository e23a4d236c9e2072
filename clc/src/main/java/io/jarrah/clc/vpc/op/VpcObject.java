package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.common.id.ResourceIds;
import java.util.List;
import java.util.Set;

/**
 * The kinds of objects of a VPC: how their ids look and how EC2 refuses wrong ones.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">EC2 error codes</a>
 */
public enum VpcObject {
    VPC("vpc", "vpc", "vpc", Ec2Error.INVALID_VPC_ID_NOT_FOUND, Ec2Error.INVALID_VPC_ID_MALFORMED),
    SUBNET("subnet", "subnet", "subnet", Ec2Error.INVALID_SUBNET_ID_NOT_FOUND, Ec2Error.INVALID_SUBNET_ID_MALFORMED),
    ROUTE_TABLE(
            "route-table",
            "rtb",
            "routeTable",
            Ec2Error.INVALID_ROUTE_TABLE_ID_NOT_FOUND,
            Ec2Error.INVALID_ROUTE_TABLE_ID_MALFORMED),
    INTERNET_GATEWAY(
            "internet-gateway",
            "igw",
            "internetGateway",
            Ec2Error.INVALID_INTERNET_GATEWAY_ID_NOT_FOUND,
            Ec2Error.INVALID_INTERNET_GATEWAY_ID_MALFORMED),
    NETWORK_ACL(
            "network-acl",
            "acl",
            "networkAcl",
            Ec2Error.INVALID_NETWORK_ACL_ID_NOT_FOUND,
            Ec2Error.INVALID_NETWORK_ACL_ID_MALFORMED),
    DHCP_OPTIONS(
            "dhcp-options",
            "dopt",
            "dhcpOption",
            Ec2Error.INVALID_DHCP_OPTION_ID_NOT_FOUND,
            Ec2Error.INVALID_DHCP_OPTIONS_ID_MALFORMED),
    NETWORK_INTERFACE(
            "network-interface",
            "eni",
            "networkInterface",
            Ec2Error.INVALID_NETWORK_INTERFACE_ID_NOT_FOUND,
            Ec2Error.INVALID_NETWORK_INTERFACE_ID_MALFORMED),
    /** There never is one. */
    VPC_PEERING_CONNECTION(
            "vpc-peering-connection",
            "pcx",
            "vpcPeeringConnection",
            Ec2Error.INVALID_VPC_PEERING_CONNECTION_ID_NOT_FOUND,
            Ec2Error.INVALID_VPC_PEERING_CONNECTION_ID_MALFORMED),
    /** There never is one. */
    NAT_GATEWAY("natgateway", "nat", "natGateway", Ec2Error.NAT_GATEWAY_NOT_FOUND, Ec2Error.NAT_GATEWAY_MALFORMED),
    /** There never is one. */
    VPC_ENDPOINT(
            "vpc-endpoint",
            "vpce",
            "vpcEndpoint",
            Ec2Error.INVALID_VPC_ENDPOINT_ID_NOT_FOUND,
            Ec2Error.INVALID_VPC_ENDPOINT_ID_MALFORMED),
    /** There never is one. */
    EGRESS_ONLY_INTERNET_GATEWAY(
            "egress-only-internet-gateway",
            "eigw",
            "egressOnlyInternetGateway",
            Ec2Error.INVALID_EGRESS_ONLY_INTERNET_GATEWAY_ID_NOT_FOUND,
            Ec2Error.INVALID_EGRESS_ONLY_INTERNET_GATEWAY_ID_MALFORMED);

    private static final int SHOWN = 64;

    private final String resourceType;
    private final String prefix;
    private final String label;
    private final Ec2Error notFound;
    private final Ec2Error malformed;

    VpcObject(String resourceType, String prefix, String label, Ec2Error notFound, Ec2Error malformed) {
        this.resourceType = resourceType;
        this.prefix = prefix;
        this.label = label;
        this.notFound = notFound;
        this.malformed = malformed;
    }

    /** As tags name it, such as {@code route-table}. */
    public String resourceType() {
        return resourceType;
    }

    /** The kind as one that can be tagged. */
    public TaggableType taggable(TaggableType.Visible visible) {
        return new TaggableType(resourceType, prefix, notFound, malformed, visible);
    }

    /**
     * Checks that each of these ids is there.
     *
     * @throws ApiException the kind's own Malformed or NotFound error
     */
    void requireAll(List<String> ids, Set<String> present) {
        ids.forEach(this::requireWellFormed);
        List<String> missing =
                ids.stream().filter(id -> !present.contains(id)).distinct().toList();
        if (missing.size() == 1) {
            throw notFound(missing.getFirst());
        }
        if (!missing.isEmpty()) {
            throw notFound.because("The " + label + " IDs '" + String.join(", ", missing) + "' do not exist");
        }
    }

    void requireWellFormed(String id) {
        if (!ResourceIds.isLongId(prefix, id)) {
            String shown = id.length() > SHOWN ? id.substring(0, SHOWN) + "…" : id;
            throw malformed.because("Invalid id: \"" + shown + "\" (expecting \"" + prefix + "-...\")");
        }
    }

    ApiException notFound(String id) {
        return notFound.because("The " + label + " ID '" + id + "' does not exist");
    }
}
