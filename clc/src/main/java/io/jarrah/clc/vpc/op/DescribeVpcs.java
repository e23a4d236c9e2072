package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.AccountId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.VpcIpv6CidrBlockAssociation;

/**
 * The account's one VPC, which is its default VPC. Terraform asks for it by {@code isDefault}, the name the filter had before
 * {@code is-default}, and follows CidrBlockState without asking whether it is there.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html">DescribeVpcs</a>
 */
public final class DescribeVpcs implements Operation<DescribeVpcsRequest, DescribeVpcsResponse> {
    private static final Listing<Vpc> LISTING = new Listing<>(
            VpcObject.VPC,
            Vpc::vpcId,
            Filters.<Vpc>of()
                    .text("cidr", Vpc::cidrBlock)
                    .text("cidr-block-association.cidr-block", Vpc::cidrBlock)
                    .text("cidr-block-association.association-id", vpc -> association(vpc)
                            .associationId())
                    .text(
                            "cidr-block-association.state",
                            vpc -> association(vpc).cidrBlockState().stateAsString())
                    .text("dhcp-options-id", Vpc::dhcpOptionsId)
                    .texts(
                            "ipv6-cidr-block-association.association-id",
                            vpc -> ipv6(vpc, VpcIpv6CidrBlockAssociation::associationId))
                    .texts(
                            "ipv6-cidr-block-association.ipv6-cidr-block",
                            vpc -> ipv6(vpc, VpcIpv6CidrBlockAssociation::ipv6CidrBlock))
                    .texts(
                            "ipv6-cidr-block-association.ipv6-pool",
                            vpc -> ipv6(vpc, VpcIpv6CidrBlockAssociation::ipv6Pool))
                    .texts(
                            "ipv6-cidr-block-association.state",
                            vpc -> ipv6(vpc, association -> association
                                    .ipv6CidrBlockState()
                                    .stateAsString()))
                    .text("is-default", vpc -> vpc.isDefault().toString())
                    .text("isDefault", vpc -> vpc.isDefault().toString())
                    .text("owner-id", Vpc::ownerId)
                    .text("state", Vpc::stateAsString)
                    .text("vpc-id", Vpc::vpcId)
                    .tags(vpc -> TagSpecifications.toMap(vpc.tags()))
                    .build(),
            Pages.Limits.USUAL);

    private final Database database;
    private final Tags tags;
    private final Pages pages;
    private final String cidr;
    private final Optional<String> cidr6;

    /** {@code cidr} and {@code cidr6} are the prefixes of the VPC: those of all tenant networks. */
    public DescribeVpcs(Database database, Tags tags, Pages pages, String cidr, Optional<String> cidr6) {
        this.cidr6 = cidr6;
        this.database = database;
        this.tags = tags;
        this.pages = pages;
        this.cidr = cidr;
    }

    @Override
    public DescribeVpcsResponse execute(CallContext context, DescribeVpcsRequest request) {
        AccountId account = context.account();
        Map<String, String> tagged = database.read(session -> tags.of(session, account, DefaultVpc.vpc(account)));
        Page<Vpc> page = LISTING.page(
                pages,
                context,
                List.of(vpc(account, tagged)),
                new Listing.Asked(request.vpcIds(), request.filters(), request.maxResults(), request.nextToken()));
        return DescribeVpcsResponse.builder()
                .vpcs(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private Vpc vpc(AccountId account, Map<String, String> tagged) {
        return Vpc.builder()
                .vpcId(DefaultVpc.vpc(account))
                .ownerId(account.value())
                .state("available")
                .cidrBlock(cidr)
                .cidrBlockAssociationSet(VpcCidrBlockAssociation.builder()
                        .associationId(DefaultVpc.cidrAssociation(account))
                        .cidrBlock(cidr)
                        .cidrBlockState(state -> state.state("associated"))
                        .build())
                .ipv6CidrBlockAssociationSet(cidr6
                        .map(prefix -> VpcIpv6CidrBlockAssociation.builder()
                                .associationId(DefaultVpc.ipv6CidrAssociation(account))
                                .ipv6CidrBlock(prefix)
                                .ipv6CidrBlockState(state -> state.state("associated"))
                                .ipv6Pool("Amazon")
                                .build())
                        .stream()
                        .toList())
                .dhcpOptionsId(DefaultVpc.dhcpOptions(account))
                .instanceTenancy("default")
                .isDefault(true)
                .tags(TagSpecifications.toList(tagged))
                .build();
    }

    private static VpcCidrBlockAssociation association(Vpc vpc) {
        return vpc.cidrBlockAssociationSet().getFirst();
    }

    private static List<String> ipv6(Vpc vpc, Function<VpcIpv6CidrBlockAssociation, String> value) {
        return vpc.ipv6CidrBlockAssociationSet().stream().map(value).toList();
    }
}
