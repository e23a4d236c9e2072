package io.jarrah.clc.zone.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.zone.RegionInfo;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsResponse;
import software.amazon.awssdk.services.ec2.model.Region;

/**
 * The one region.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html">DescribeRegions</a>
 */
public final class DescribeRegions implements Operation<DescribeRegionsRequest, DescribeRegionsResponse> {
    private static final Filters<Region> FILTERS = Filters.<Region>of()
            .text("region-name", Region::regionName)
            .text("endpoint", Region::endpoint)
            .text("opt-in-status", Region::optInStatus)
            .build();

    private final Region region;

    public DescribeRegions(RegionInfo region) {
        this.region = Region.builder()
                .regionName(region.name())
                .endpoint(region.endpoint())
                .optInStatus("opt-in-not-required")
                .build();
    }

    @Override
    public DescribeRegionsResponse execute(CallContext context, DescribeRegionsRequest request) {
        for (String name : request.regionNames()) {
            if (!name.equals(region.regionName())) {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because("Invalid region provided: [" + name + "]");
            }
        }
        return DescribeRegionsResponse.builder()
                .regions(FILTERS.apply(request.filters(), List.of(region)))
                .build();
    }
}
