package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.address.Addresses;
import io.jarrah.clc.address.PublicAddress;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.securitygroup.Memberships;
import io.jarrah.clc.securitygroup.SecurityGroupRef;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.volume.Attachment;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.ReservationId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;

/**
 * The account's instances by launch, terminated ones for another hour. Six queries, however many there are.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html">DescribeInstances</a>
 */
public final class DescribeInstances implements Operation<DescribeInstancesRequest, DescribeInstancesResponse> {
    private final Database database;
    private final Tags tags;
    private final Pages pages;

    public DescribeInstances(Database database, Tags tags, Pages pages) {
        this.database = database;
        this.tags = tags;
        this.pages = pages;
    }

    @Override
    public DescribeInstancesResponse execute(CallContext context, DescribeInstancesRequest request) {
        Set<InstanceId> ids = InstanceRequests.parsed(request.instanceIds());
        if (!ids.isEmpty() && request.maxResults() != null) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "The parameter instancesSet cannot be used with the parameter maxResults");
        }
        InstanceRendering rendering = new InstanceRendering(context.region(), context.now());
        List<DescribedInstance> found = database.read(session -> find(session, context, ids, rendering));
        Page<DescribedInstance> page = pages.page(
                context,
                DescribedInstance.FILTERS.apply(request.filters(), found),
                DescribedInstance::order,
                request.maxResults(),
                request.nextToken(),
                Pages.Limits.USUAL);
        return DescribeInstancesResponse.builder()
                .reservations(reservations(page.items(), rendering))
                .nextToken(page.nextToken())
                .build();
    }

    private List<DescribedInstance> find(
            Session session, CallContext context, Set<InstanceId> ids, InstanceRendering rendering) {
        List<InstanceEntity> rows = ids.isEmpty()
                ? Instances.visible(session, context.account(), context.now())
                : InstanceRequests.find(session, context, ids);
        Map<String, Map<String, String>> tagged = ids.isEmpty()
                ? tags.ofType(session, context.account(), "instance")
                : tags.ofAll(
                        session,
                        context.account(),
                        ids.stream().map(InstanceId::value).toList());
        Map<ReservationId, String> tokens = Instances.clientTokens(session, context.account());
        Map<InstanceId, PublicAddress> addresses =
                ids.isEmpty() ? Addresses.inUse(session, context.account()) : Addresses.inUse(session, ids);
        Map<InstanceId, List<SecurityGroupRef>> groups =
                ids.isEmpty() ? Memberships.ofAccount(session, context.account()) : Memberships.of(session, ids);
        Map<InstanceId, List<Attachment>> volumes = ids.isEmpty()
                ? Attachments.byInstance(session, context.account())
                : Attachments.byInstance(session, ids);
        List<DescribedInstance> described = new ArrayList<>(rows.size());
        for (InstanceEntity row : rows) {
            Optional<PublicAddress> address =
                    Optional.ofNullable(addresses.get(row.id())).or(row::openAddress);
            List<SecurityGroupRef> in = groups.getOrDefault(row.id(), List.of());
            described.add(DescribedInstance.of(
                    row,
                    tagged.getOrDefault(row.id().value(), Map.of()),
                    Optional.ofNullable(tokens.get(row.reservation())),
                    rendering.privateDnsName(row),
                    address,
                    in,
                    rendering.eni(row, address, in),
                    volumes.getOrDefault(row.id(), List.of()),
                    context.region()));
        }
        return described;
    }

    private static List<Reservation> reservations(List<DescribedInstance> items, InstanceRendering rendering) {
        Map<String, List<Instance>> byReservation = new LinkedHashMap<>();
        Map<String, String> owners = new LinkedHashMap<>();
        for (DescribedInstance item : items) {
            String reservation = item.row().reservation().value();
            owners.put(reservation, item.row().account().value());
            byReservation
                    .computeIfAbsent(reservation, id -> new ArrayList<>())
                    .add(rendering.instance(
                            item.row(),
                            item.tags(),
                            item.clientToken(),
                            item.address(),
                            item.groups(),
                            item.eni(),
                            item.volumes()));
        }
        return byReservation.entrySet().stream()
                .map(entry -> Reservation.builder()
                        .reservationId(entry.getKey())
                        .ownerId(owners.get(entry.getKey()))
                        .groups(List.of())
                        .instances(entry.getValue())
                        .build())
                .toList();
    }
}
