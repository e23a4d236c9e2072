package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.config.PrivateDomain;
import io.jarrah.common.db.Database;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.DescribeDhcpOptionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeDhcpOptionsResponse;
import software.amazon.awssdk.services.ec2.model.DhcpConfiguration;
import software.amazon.awssdk.services.ec2.model.DhcpOptions;

/**
 * The DHCP options of the default VPC. AmazonProvidedDNS is what clients know for "the name servers of the cloud"; which these are,
 * each cluster controller's VNET_DNS says.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeDhcpOptions.html">DescribeDhcpOptions</a>
 */
public final class DescribeDhcpOptions implements Operation<DescribeDhcpOptionsRequest, DescribeDhcpOptionsResponse> {
    private static final Listing<DhcpOptions> LISTING = new Listing<>(
            VpcObject.DHCP_OPTIONS,
            DhcpOptions::dhcpOptionsId,
            Filters.<DhcpOptions>of()
                    .text("dhcp-options-id", DhcpOptions::dhcpOptionsId)
                    .texts("key", options -> options.dhcpConfigurations().stream()
                            .map(DhcpConfiguration::key)
                            .toList())
                    .texts("value", options -> options.dhcpConfigurations().stream()
                            .flatMap(configuration -> configuration.values().stream())
                            .map(AttributeValue::value)
                            .toList())
                    .text("owner-id", DhcpOptions::ownerId)
                    .tags(options -> TagSpecifications.toMap(options.tags()))
                    .build(),
            Pages.Limits.USUAL);

    private final Database database;
    private final Tags tags;
    private final Pages pages;

    public DescribeDhcpOptions(Database database, Tags tags, Pages pages) {
        this.database = database;
        this.tags = tags;
        this.pages = pages;
    }

    @Override
    public DescribeDhcpOptionsResponse execute(CallContext context, DescribeDhcpOptionsRequest request) {
        String id = DefaultVpc.dhcpOptions(context.account());
        Map<String, String> tagged = database.read(session -> tags.of(session, context.account(), id));
        DhcpOptions options = DhcpOptions.builder()
                .dhcpOptionsId(id)
                .ownerId(context.account().value())
                .dhcpConfigurations(
                        configuration("domain-name", PrivateDomain.of(context.region())),
                        configuration("domain-name-servers", "AmazonProvidedDNS"))
                .tags(TagSpecifications.toList(tagged))
                .build();
        Page<DhcpOptions> page = LISTING.page(
                pages,
                context,
                List.of(options),
                new Listing.Asked(
                        request.dhcpOptionsIds(), request.filters(), request.maxResults(), request.nextToken()));
        return DescribeDhcpOptionsResponse.builder()
                .dhcpOptions(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static DhcpConfiguration configuration(String key, String value) {
        return DhcpConfiguration.builder()
                .key(key)
                .values(AttributeValue.builder().value(value).build())
                .build();
    }
}
