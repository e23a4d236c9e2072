package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.clc.vpc.AccountLimits;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.clc.zone.Zones;
import io.jarrah.common.db.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.AccountAttribute;
import software.amazon.awssdk.services.ec2.model.AccountAttributeValue;
import software.amazon.awssdk.services.ec2.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAccountAttributesResponse;

/**
 * What an account has and may have. {@code max-instances} is how many its default subnets hold together.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAccountAttributes.html">DescribeAccountAttributes</a>
 */
public final class DescribeAccountAttributes
        implements Operation<DescribeAccountAttributesRequest, DescribeAccountAttributesResponse> {
    private final Database database;
    private final Zones zones;
    private final NetworkPlan plan;
    private final AccountLimits limits;

    public DescribeAccountAttributes(Database database, Zones zones, NetworkPlan plan, AccountLimits limits) {
        this.database = database;
        this.zones = zones;
        this.plan = plan;
        this.limits = limits;
    }

    @Override
    public DescribeAccountAttributesResponse execute(CallContext context, DescribeAccountAttributesRequest request) {
        int held = plan.hostsPerNetwork() * database.read(zones::all).size();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("supported-platforms", "VPC");
        all.put("default-vpc", DefaultVpc.vpc(context.account()));
        all.put("max-instances", Integer.toString(held));
        all.put("vpc-max-security-groups-per-interface", Integer.toString(limits.securityGroupsPerInterface()));
        all.put("max-elastic-ips", Integer.toString(limits.elasticIps()));
        all.put("vpc-max-elastic-ips", Integer.toString(limits.elasticIps()));
        List<String> asked = request.attributeNamesAsStrings();
        for (String name : asked) {
            if (!all.containsKey(name)) {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "Value (" + name + ") for parameter attributeName is invalid. Unknown attribute.");
            }
        }
        return DescribeAccountAttributesResponse.builder()
                .accountAttributes(all.entrySet().stream()
                        .filter(entry -> asked.isEmpty() || asked.contains(entry.getKey()))
                        .map(entry -> attribute(entry.getKey(), entry.getValue()))
                        .toList())
                .build();
    }

    private static AccountAttribute attribute(String name, String value) {
        return AccountAttribute.builder()
                .attributeName(name)
                .attributeValues(
                        AccountAttributeValue.builder().attributeValue(value).build())
                .build();
    }
}
