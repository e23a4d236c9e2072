package io.jarrah.clc.zone.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.storage.StorageHealth;
import io.jarrah.clc.zone.Zones;
import io.jarrah.common.contract.Health;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.AvailabilityZoneMessage;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;

/**
 * The clusters as zones. A zone's id is its name: there is no second account to whom it could be called otherwise.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html">DescribeAvailabilityZones</a>
 */
public final class DescribeAvailabilityZones
        implements Operation<DescribeAvailabilityZonesRequest, DescribeAvailabilityZonesResponse> {
    private static final Filters<AvailabilityZone> FILTERS = Filters.<AvailabilityZone>of()
            .text("zone-name", AvailabilityZone::zoneName)
            .text("zone-id", AvailabilityZone::zoneId)
            .text("zone-type", AvailabilityZone::zoneType)
            .text("region-name", AvailabilityZone::regionName)
            .text("group-name", AvailabilityZone::groupName)
            .text("opt-in-status", AvailabilityZone::optInStatusAsString)
            .text("state", AvailabilityZone::stateAsString)
            .texts("message", zone -> zone.messages().stream()
                    .map(AvailabilityZoneMessage::message)
                    .toList())
            .build();

    private final Database database;
    private final Zones zones;
    private final StorageHealth storage;

    public DescribeAvailabilityZones(Database database, Zones zones, StorageHealth storage) {
        this.database = database;
        this.zones = zones;
        this.storage = storage;
    }

    @Override
    public DescribeAvailabilityZonesResponse execute(CallContext context, DescribeAvailabilityZonesRequest request) {
        List<AvailabilityZone> all = database.read(zones::all).stream()
                .map(name -> zone(context, name))
                .toList();
        requireAll(request.zoneNames(), all);
        requireAll(request.zoneIds(), all);
        List<AvailabilityZone> named = all.stream()
                .filter(zone ->
                        request.zoneNames().isEmpty() || request.zoneNames().contains(zone.zoneName()))
                .filter(zone -> request.zoneIds().isEmpty() || request.zoneIds().contains(zone.zoneId()))
                .toList();
        return DescribeAvailabilityZonesResponse.builder()
                .availabilityZones(FILTERS.apply(request.filters(), named))
                .build();
    }

    private static void requireAll(List<String> wanted, List<AvailabilityZone> all) {
        for (String name : wanted) {
            if (all.stream().noneMatch(zone -> name.equals(zone.zoneName()))) {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because("Invalid availability zone: [" + name + "]");
            }
        }
    }

    private AvailabilityZone zone(CallContext context, ClusterName name) {
        return AvailabilityZone.builder()
                .zoneName(name.value())
                .zoneId(name.value())
                .zoneType("availability-zone")
                .regionName(context.region())
                .groupName(context.region())
                .networkBorderGroup(context.region())
                .optInStatus("opt-in-not-required")
                .state("available")
                .messages(messages(name))
                .build();
    }

    private List<AvailabilityZoneMessage> messages(ClusterName name) {
        return storage
                .of(name)
                .filter(condition -> condition.health() != Health.OK)
                .map(condition -> AvailabilityZoneMessage.builder()
                        .message("Volumes in " + name + " cannot be changed at present: its storage controller does not"
                                + " answer.")
                        .build())
                .stream()
                .toList();
    }
}
