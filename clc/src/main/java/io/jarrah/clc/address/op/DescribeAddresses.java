package io.jarrah.clc.address.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.address.AddressEntity;
import io.jarrah.clc.address.Addresses;
import io.jarrah.clc.address.PublicAddress;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.tag.Tags;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.AllocationId;
import io.jarrah.common.id.InstanceId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesResponse;

/**
 * The account's elastic addresses. Automatic ones are told with their instances only. Three queries, however many there are.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html">DescribeAddresses</a>
 */
public final class DescribeAddresses implements Operation<DescribeAddressesRequest, DescribeAddressesResponse> {
    private final Database database;
    private final Tags tags;

    public DescribeAddresses(Database database, Tags tags) {
        this.database = database;
        this.tags = tags;
    }

    @Override
    public DescribeAddressesResponse execute(CallContext context, DescribeAddressesRequest request) {
        request.publicIps().forEach(AddressRequests::requireAddress);
        List<DescribedAddress> all = database.read(session -> all(session, context));
        Set<String> ips = new HashSet<>();
        Set<String> allocations = new HashSet<>();
        all.forEach(item -> {
            ips.add(item.address().ip());
            allocations.add(item.allocation());
        });
        for (String ip : request.publicIps()) {
            if (!ips.contains(ip)) {
                throw Ec2Error.INVALID_ADDRESS_NOT_FOUND.because("Address '" + ip + "' not found.");
            }
        }
        for (String id : request.allocationIds()) {
            if (!allocations.contains(id)) {
                throw AddressRequests.noAllocation(id);
            }
        }
        List<DescribedAddress> named = all.stream()
                .filter(item -> request.publicIps().isEmpty()
                        || request.publicIps().contains(item.address().ip()))
                .filter(item -> request.allocationIds().isEmpty()
                        || request.allocationIds().contains(item.allocation()))
                .sorted(Comparator.comparing(DescribedAddress::allocation))
                .toList();
        return DescribeAddressesResponse.builder()
                .addresses(DescribedAddress.FILTERS.apply(request.filters(), named).stream()
                        .map(DescribedAddress::render)
                        .toList())
                .build();
    }

    private List<DescribedAddress> all(Session session, CallContext context) {
        List<PublicAddress> addresses = Addresses.elastic(session, context.account()).stream()
                .map(AddressEntity::address)
                .toList();
        Map<InstanceId, String> privateIps = privateIps(session, context, addresses);
        Map<String, Map<String, String>> tagged = tags.ofType(session, context.account(), Addresses.RESOURCE_TYPE);
        return addresses.stream()
                .map(address -> DescribedAddress.of(
                        context,
                        address,
                        privateIps,
                        tagged.getOrDefault(
                                address.allocation().map(AllocationId::value).orElse(""), Map.of())))
                .toList();
    }

    private static Map<InstanceId, String> privateIps(
            Session session, CallContext context, List<PublicAddress> addresses) {
        List<InstanceId> instances = addresses.stream()
                .flatMap(address -> address.instance().stream())
                .toList();
        Map<InstanceId, String> byInstance = new HashMap<>();
        for (InstanceEntity row : Instances.visible(session, context.account(), instances, context.now())) {
            row.privateIp().ifPresent(ip -> byInstance.put(row.id(), ip));
        }
        return byInstance;
    }
}
