package io.jarrah.clc.address.op;

import static io.jarrah.clc.action.RequestTexts.present;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.RequestTexts;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.InstanceState;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.id.InstanceId;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.AssociateAddressRequest;

/**
 * What an address is to lead to: an instance, named by its id or by its one network interface.
 *
 * @param instance the instance
 * @param networkInterface how the request named it, if it did not by the instance's id
 * @param privateIp the private address the request says it has
 */
record AddressTarget(InstanceId instance, Optional<String> networkInterface, Optional<String> privateIp) {
    private static final String INTERFACE = "eni-";

    static AddressTarget of(AssociateAddressRequest request) {
        Optional<String> instance = present(request.instanceId());
        Optional<String> networkInterface = present(request.networkInterfaceId());
        if (instance.isPresent() && networkInterface.isPresent()) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "You may specify an instance ID or a network interface ID, but not both in the same call");
        }
        if (instance.isEmpty() && networkInterface.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("Either 'InstanceId' or 'NetworkInterfaceId' must be specified");
        }
        InstanceId id = instance.map(AddressTarget::instance).orElseGet(() -> behind(networkInterface.orElseThrow()));
        return new AddressTarget(id, networkInterface, present(request.privateIpAddress()));
    }

    private static InstanceId instance(String id) {
        try {
            return new InstanceId(id);
        } catch (IllegalArgumentException e) {
            throw new ApiException(
                    Ec2Error.INVALID_INSTANCE_ID_MALFORMED,
                    "Invalid id: \"" + RequestTexts.shown(id) + "\" (expecting \"i-...\")",
                    e);
        }
    }

    private static InstanceId behind(String networkInterface) {
        try {
            if (networkInterface.startsWith(INTERFACE)) {
                InstanceId id =
                        new InstanceId(InstanceId.PREFIX + "-" + networkInterface.substring(INTERFACE.length()));
                if (DefaultVpc.networkInterface(id).equals(networkInterface)) {
                    return id;
                }
            }
        } catch (IllegalArgumentException e) {
            throw new ApiException(Ec2Error.INVALID_NETWORK_INTERFACE_ID_MALFORMED, malformed(networkInterface), e);
        }
        throw Ec2Error.INVALID_NETWORK_INTERFACE_ID_MALFORMED.because(malformed(networkInterface));
    }

    private static String malformed(String networkInterface) {
        return "Invalid id: \"" + RequestTexts.shown(networkInterface) + "\" (expecting \"eni-...\")";
    }

    /** The caller's instance, pending or running, with the private address the request says. */
    InstanceEntity find(Session session, CallContext context) {
        InstanceEntity row = Instances.visible(session, context.account(), List.of(instance), context.now()).stream()
                .findFirst()
                .orElseThrow(this::notFound);
        InstanceState state = row.state();
        if (state != InstanceState.PENDING && state != InstanceState.RUNNING) {
            throw Ec2Error.INVALID_INSTANCE_ID.because("The " + state.apiName() + " instance '" + instance
                    + "' is not in a valid state for this operation.");
        }
        privateIp.filter(ip -> !row.privateIp().equals(Optional.of(ip))).ifPresent(ip -> {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Value (" + RequestTexts.shown(ip)
                    + ") for parameter privateIpAddress is invalid. Interface "
                    + DefaultVpc.networkInterface(instance) + " does not have that address.");
        });
        return row;
    }

    private ApiException notFound() {
        return networkInterface
                .map(id -> Ec2Error.INVALID_NETWORK_INTERFACE_ID_NOT_FOUND.because(
                        "The networkInterface ID '" + id + "' does not exist"))
                .orElseGet(() -> Ec2Error.INVALID_INSTANCE_ID_NOT_FOUND.because(
                        "The instance ID '" + instance + "' does not exist"));
    }
}
