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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;

/**
 * The main route table of the default VPC: what is inside stays inside, all else goes to the internet gateway.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html">DescribeRouteTables</a>
 */
public final class DescribeRouteTables implements Operation<DescribeRouteTablesRequest, DescribeRouteTablesResponse> {
    private static final Listing<RouteTable> LISTING =
            new Listing<>(VpcObject.ROUTE_TABLE, RouteTable::routeTableId, filters(), new Pages.Limits(5, 100));

    private final Database database;
    private final Tags tags;
    private final Pages pages;
    private final String cidr;
    private final Optional<String> cidr6;

    /** {@code cidr} and {@code cidr6} are the prefixes of the VPC: those of all tenant networks. */
    public DescribeRouteTables(Database database, Tags tags, Pages pages, String cidr, Optional<String> cidr6) {
        this.cidr6 = cidr6;
        this.database = database;
        this.tags = tags;
        this.pages = pages;
        this.cidr = cidr;
    }

    private static Filters<RouteTable> filters() {
        Filters.Builder<RouteTable> filters = Filters.<RouteTable>of()
                .texts("association.gateway-id", table -> List.of())
                .text("association.main", table -> association(table).main().toString())
                .text("association.route-table-association-id", table -> association(table)
                        .routeTableAssociationId())
                .text("association.route-table-id", RouteTable::routeTableId)
                // The subnets follow the main table without being associated, so this finds nothing, as at Amazon.
                .texts("association.subnet-id", table -> List.of())
                .text("owner-id", RouteTable::ownerId)
                .text("route-table-id", RouteTable::routeTableId)
                .texts("route.destination-cidr-block", table -> ofRoutes(table, Route::destinationCidrBlock))
                .texts("route.destination-ipv6-cidr-block", table -> ofRoutes(table, Route::destinationIpv6CidrBlock))
                .texts("route.gateway-id", table -> ofRoutes(table, Route::gatewayId))
                .texts("route.origin", table -> ofRoutes(table, Route::originAsString))
                .texts("route.state", table -> ofRoutes(table, Route::stateAsString))
                .text("vpc-id", RouteTable::vpcId)
                .tags(table -> TagSpecifications.toMap(table.tags()));
        for (String never : List.of(
                "destination-prefix-list-id",
                "egress-only-internet-gateway-id",
                "instance-id",
                "nat-gateway-id",
                "transit-gateway-id",
                "vpc-peering-connection-id")) {
            filters.texts("route." + never, table -> List.of());
        }
        return filters.build();
    }

    @Override
    public DescribeRouteTablesResponse execute(CallContext context, DescribeRouteTablesRequest request) {
        AccountId account = context.account();
        Map<String, String> tagged =
                database.read(session -> tags.of(session, account, DefaultVpc.routeTable(account)));
        Page<RouteTable> page = LISTING.page(
                pages,
                context,
                List.of(table(account, tagged)),
                new Listing.Asked(
                        request.routeTableIds(), request.filters(), request.maxResults(), request.nextToken()));
        return DescribeRouteTablesResponse.builder()
                .routeTables(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private RouteTable table(AccountId account, Map<String, String> tagged) {
        return RouteTable.builder()
                .routeTableId(DefaultVpc.routeTable(account))
                .vpcId(DefaultVpc.vpc(account))
                .ownerId(account.value())
                .associations(RouteTableAssociation.builder()
                        .routeTableAssociationId(DefaultVpc.mainRouteAssociation(account))
                        .routeTableId(DefaultVpc.routeTable(account))
                        .main(true)
                        .associationState(state -> state.state("associated"))
                        .build())
                .routes(routes(account))
                .propagatingVgws(List.of())
                .tags(TagSpecifications.toList(tagged))
                .build();
    }

    private List<Route> routes(AccountId account) {
        List<Route> routes = new ArrayList<>();
        routes.add(route(cidr, "local", "CreateRouteTable"));
        routes.add(route("0.0.0.0/0", DefaultVpc.internetGateway(account), "CreateRoute"));
        cidr6.ifPresent(prefix -> {
            routes.add(route6(prefix, "local", "CreateRouteTable"));
            routes.add(route6("::/0", DefaultVpc.internetGateway(account), "CreateRoute"));
        });
        return routes;
    }

    private static Route route6(String destination, String gateway, String origin) {
        return Route.builder()
                .destinationIpv6CidrBlock(destination)
                .gatewayId(gateway)
                .origin(origin)
                .state("active")
                .build();
    }

    private static Route route(String destination, String gateway, String origin) {
        return Route.builder()
                .destinationCidrBlock(destination)
                .gatewayId(gateway)
                .origin(origin)
                .state("active")
                .build();
    }

    private static RouteTableAssociation association(RouteTable table) {
        return table.associations().getFirst();
    }

    private static Collection<String> ofRoutes(RouteTable table, Function<Route, String> value) {
        return table.routes().stream().map(value).filter(Objects::nonNull).toList();
    }
}
