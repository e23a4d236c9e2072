package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.clc.vpc.DefaultSubnet;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.AccountId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsResponse;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;

/**
 * The default network ACL of the default VPC, which permits everything: security groups are what filters here.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkAcls.html">DescribeNetworkAcls</a>
 */
public final class DescribeNetworkAcls implements Operation<DescribeNetworkAclsRequest, DescribeNetworkAclsResponse> {
    private static final Listing<NetworkAcl> LISTING =
            new Listing<>(VpcObject.NETWORK_ACL, NetworkAcl::networkAclId, filters(), Pages.Limits.USUAL);
    private static final int ALLOW_ALL = 100;
    /** The rule that cannot be removed; clients show its number as an asterisk. */
    private static final int DENY_REST = 32_767;

    private final Database database;
    private final DefaultSubnets subnets;
    private final Tags tags;
    private final Pages pages;

    public DescribeNetworkAcls(Database database, DefaultSubnets subnets, Tags tags, Pages pages) {
        this.database = database;
        this.subnets = subnets;
        this.tags = tags;
        this.pages = pages;
    }

    private static Filters<NetworkAcl> filters() {
        Filters.Builder<NetworkAcl> filters = Filters.<NetworkAcl>of()
                .texts(
                        "association.association-id",
                        acl -> ofAssociations(acl, NetworkAclAssociation::networkAclAssociationId))
                .text("association.network-acl-id", NetworkAcl::networkAclId)
                .texts("association.subnet-id", acl -> ofAssociations(acl, NetworkAclAssociation::subnetId))
                .text("default", acl -> acl.isDefault().toString())
                .texts("entry.cidr", acl -> ofEntries(acl, NetworkAclEntry::cidrBlock))
                .texts(
                        "entry.egress",
                        acl -> ofEntries(acl, entry -> entry.egress().toString()))
                .texts("entry.protocol", acl -> ofEntries(acl, NetworkAclEntry::protocol))
                .texts("entry.rule-action", acl -> ofEntries(acl, NetworkAclEntry::ruleActionAsString))
                .texts(
                        "entry.rule-number",
                        acl -> ofEntries(acl, entry -> entry.ruleNumber().toString()))
                .text("network-acl-id", NetworkAcl::networkAclId)
                .text("owner-id", NetworkAcl::ownerId)
                .text("vpc-id", NetworkAcl::vpcId)
                .tags(acl -> TagSpecifications.toMap(acl.tags()));
        for (String never : List.of("icmp.code", "icmp.type", "ipv6-cidr", "port-range.from", "port-range.to")) {
            filters.texts("entry." + never, acl -> List.of());
        }
        return filters.build();
    }

    @Override
    public DescribeNetworkAclsResponse execute(CallContext context, DescribeNetworkAclsRequest request) {
        AccountId account = context.account();
        List<DefaultSubnet> covered = subnets.of(context);
        Map<String, String> tagged =
                database.read(session -> tags.of(session, account, DefaultVpc.networkAcl(account)));
        Page<NetworkAcl> page = LISTING.page(
                pages,
                context,
                List.of(acl(account, covered, tagged)),
                new Listing.Asked(
                        request.networkAclIds(), request.filters(), request.maxResults(), request.nextToken()));
        return DescribeNetworkAclsResponse.builder()
                .networkAcls(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static NetworkAcl acl(AccountId account, List<DefaultSubnet> covered, Map<String, String> tagged) {
        return NetworkAcl.builder()
                .networkAclId(DefaultVpc.networkAcl(account))
                .vpcId(DefaultVpc.vpc(account))
                .ownerId(account.value())
                .isDefault(true)
                .entries(
                        entry(true, ALLOW_ALL, "allow"),
                        entry(true, DENY_REST, "deny"),
                        entry(false, ALLOW_ALL, "allow"),
                        entry(false, DENY_REST, "deny"))
                .associations(covered.stream()
                        .map(subnet -> NetworkAclAssociation.builder()
                                .networkAclAssociationId(DefaultVpc.networkAclAssociation(account, subnet.zone()))
                                .networkAclId(DefaultVpc.networkAcl(account))
                                .subnetId(subnet.id())
                                .build())
                        .toList())
                .tags(TagSpecifications.toList(tagged))
                .build();
    }

    private static NetworkAclEntry entry(boolean egress, int number, String action) {
        return NetworkAclEntry.builder()
                .egress(egress)
                .ruleNumber(number)
                .ruleAction(action)
                .protocol("-1")
                .cidrBlock("0.0.0.0/0")
                .build();
    }

    private static Collection<String> ofEntries(NetworkAcl acl, Function<NetworkAclEntry, String> value) {
        return acl.entries().stream().map(value).toList();
    }

    private static Collection<String> ofAssociations(NetworkAcl acl, Function<NetworkAclAssociation, String> value) {
        return acl.associations().stream().map(value).toList();
    }
}
