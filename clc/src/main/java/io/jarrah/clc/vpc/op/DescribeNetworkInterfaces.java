package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.common.db.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;

/**
 * The network interfaces of the account: one for each instance of which something is left. Two queries, however many there are.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html">DescribeNetworkInterfaces</a>
 */
public final class DescribeNetworkInterfaces
        implements Operation<DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResponse> {
    private record Tagged(Eni eni, Map<String, String> tags) {}

    private static final Listing<Tagged> LISTING = new Listing<>(
            VpcObject.NETWORK_INTERFACE,
            tagged -> tagged.eni().id(),
            EniFilters.addTo(Filters.<Tagged>of(), "", tagged -> Optional.of(tagged.eni()))
                    .tags(Tagged::tags)
                    .build(),
            Pages.Limits.USUAL);

    private final Database database;
    private final Tags tags;
    private final Pages pages;

    public DescribeNetworkInterfaces(Database database, Tags tags, Pages pages) {
        this.database = database;
        this.tags = tags;
        this.pages = pages;
    }

    @Override
    public DescribeNetworkInterfacesResponse execute(CallContext context, DescribeNetworkInterfacesRequest request) {
        List<String> ids = request.networkInterfaceIds();
        if (!ids.isEmpty() && request.maxResults() != null) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "The parameter networkInterfaceIdSet cannot be used with the parameter maxResults");
        }
        Page<Tagged> page = LISTING.page(
                pages,
                context,
                database.read(session -> all(session, context, ids)),
                new Listing.Asked(ids, request.filters(), request.maxResults(), request.nextToken()));
        return DescribeNetworkInterfacesResponse.builder()
                .networkInterfaces(page.items().stream()
                        .map(tagged -> tagged.eni()
                                .byItself()
                                .tagSet(TagSpecifications.toList(tagged.tags()))
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private List<Tagged> all(Session session, CallContext context, List<String> ids) {
        List<Eni> enis = ids.isEmpty() ? Enis.all(session, context) : Enis.withIds(session, context, ids);
        Map<String, Map<String, String>> tagged =
                tags.ofType(session, context.account(), VpcObject.NETWORK_INTERFACE.resourceType());
        return enis.stream()
                .map(eni -> new Tagged(eni, tagged.getOrDefault(eni.id(), Map.of())))
                .toList();
    }
}
