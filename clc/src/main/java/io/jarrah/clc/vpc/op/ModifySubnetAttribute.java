package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.network.Networks;
import io.jarrah.clc.vpc.DefaultSubnet;
import io.jarrah.common.db.Database;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeResponse;

/**
 * Says whether instances launched in a subnet get an IPv6 address without asking. What else a subnet has cannot be changed; to ask
 * for what it is does no harm.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySubnetAttribute.html">ModifySubnetAttribute</a>
 */
public final class ModifySubnetAttribute
        implements Operation<ModifySubnetAttributeRequest, ModifySubnetAttributeResponse> {
    private final Database database;
    private final Networks networks;
    private final DefaultSubnets subnets;

    public ModifySubnetAttribute(Database database, Networks networks, DefaultSubnets subnets) {
        this.database = database;
        this.networks = networks;
        this.subnets = subnets;
    }

    @Override
    public ModifySubnetAttributeResponse execute(CallContext context, ModifySubnetAttributeRequest request) {
        String id = request.subnetId();
        if (id == null || id.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter SubnetId");
        }
        VpcObject.SUBNET.requireWellFormed(id);
        refuseOthers(request);
        DefaultSubnet subnet = subnets.of(context).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> VpcObject.SUBNET.notFound(id));
        value(request.assignIpv6AddressOnCreation()).ifPresent(assign -> {
            if (assign && subnet.cidr6().isEmpty()) {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "Invalid value 'true' for assignIpv6AddressOnCreation. Subnet " + id
                                + " has no IPv6 CIDR block.");
            }
            database.write(session -> assign(session, context, subnet, assign));
        });
        return ModifySubnetAttributeResponse.builder().build();
    }

    private boolean assign(Session session, CallContext context, DefaultSubnet subnet, boolean assign) {
        networks.ofAccount(session, context.account()).stream()
                .filter(network -> network.zone().equals(subnet.zone()))
                .forEach(network -> network.assignIpv6(assign));
        return assign;
    }

    /** Every launch gives a public address while there is one, and nobody here has the rest. */
    private static void refuseOthers(ModifySubnetAttributeRequest request) {
        boolean another =
                value(request.mapPublicIpOnLaunch()).filter(map -> !map).isPresent()
                        || isTrue(request.mapCustomerOwnedIpOnLaunch())
                        || isTrue(request.enableDns64())
                        || isTrue(request.enableResourceNameDnsARecordOnLaunch())
                        || isTrue(request.enableResourceNameDnsAAAARecordOnLaunch())
                        || isTrue(request.disableLniAtDeviceIndex())
                        || request.enableLniAtDeviceIndex() != null
                        || "resource-name".equals(request.privateDnsHostnameTypeOnLaunchAsString());
        if (another) {
            throw unsupported();
        }
    }

    private static ApiException unsupported() {
        return Ec2Error.UNSUPPORTED_OPERATION.because(
                "Of a subnet of this cloud only AssignIpv6AddressOnCreation can be"
                        + " changed; give public addresses, or none, at launch.");
    }

    private static boolean isTrue(@Nullable AttributeBooleanValue value) {
        return value(value).orElse(false);
    }

    private static Optional<Boolean> value(@Nullable AttributeBooleanValue value) {
        return Optional.ofNullable(value).map(AttributeBooleanValue::value);
    }
}
