package io.jarrah.clc.instance.op;

import static io.jarrah.clc.action.RequestTexts.present;
import static io.jarrah.clc.action.RequestTexts.shown;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.cluster.ClusterWakeUp;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.InstanceId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeResponse;

/**
 * Changes one attribute: disableApiTermination, whether attached volumes go with the instance, or the security groups, also of a running instance. Asking for what an instance is anyway is granted; the rest is refused.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html">ModifyInstanceAttribute</a>
 */
public final class ModifyInstanceAttribute
        implements Operation<ModifyInstanceAttributeRequest, ModifyInstanceAttributeResponse> {
    private final Database database;
    private final InstanceGroups groups;

    public ModifyInstanceAttribute(Database database, SecurityGroups groups, ClusterWakeUp wakeUp) {
        this.database = database;
        this.groups = new InstanceGroups(database, groups, wakeUp);
    }

    @Override
    public ModifyInstanceAttributeResponse execute(CallContext context, ModifyInstanceAttributeRequest request) {
        InstanceId id = InstanceRequests.id(request.instanceId());
        requireOne(request);
        if (!request.groups().isEmpty()) {
            groups.change(context, id, request.groups());
            return ModifyInstanceAttributeResponse.builder().build();
        }
        if (!request.blockDeviceMappings().isEmpty()) {
            database.write(session -> InstanceVolumeFlags.set(session, context, id, request.blockDeviceMappings()));
            return ModifyInstanceAttributeResponse.builder().build();
        }
        Optional<Boolean> protect = flag(request, "disableApiTermination", request.disableApiTermination());
        boolean granted = protect.isPresent() || isAnyway(request);
        database.write(session -> {
            var row = InstanceRequests.find(session, context, id);
            if (!granted) {
                throw Ec2Error.UNSUPPORTED_OPERATION.because(
                        "This attribute of '" + id
                                + "' cannot be changed in this cloud; only disableApiTermination, blockDeviceMapping and groupSet can.");
            }
            protect.ifPresent(row::protectTermination);
            return row.id();
        });
        return ModifyInstanceAttributeResponse.builder().build();
    }

    /** Each attribute is named by a parameter of its own, or by Attribute. */
    private static void requireOne(ModifyInstanceAttributeRequest request) {
        Map<String, Boolean> parameters = new TreeMap<>();
        parameters.put("blockDeviceMapping", !request.blockDeviceMappings().isEmpty());
        parameters.put("disableApiStop", request.disableApiStop() != null);
        parameters.put("disableApiTermination", request.disableApiTermination() != null);
        parameters.put("ebsOptimized", request.ebsOptimized() != null);
        parameters.put("enaSupport", request.enaSupport() != null);
        parameters.put("groupSet", !request.groups().isEmpty());
        parameters.put("instanceInitiatedShutdownBehavior", request.instanceInitiatedShutdownBehavior() != null);
        parameters.put("instanceType", request.instanceType() != null);
        parameters.put("kernel", request.kernel() != null);
        parameters.put("ramdisk", request.ramdisk() != null);
        parameters.put("sourceDestCheck", request.sourceDestCheck() != null);
        parameters.put("sriovNetSupport", request.sriovNetSupport() != null);
        parameters.put("userData", request.userData() != null);
        present(request.attributeAsString()).ifPresent(name -> parameters.put(name, true));
        parameters.values().removeIf(given -> !given);
        if (parameters.size() > 1) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because("Fields for multiple attribute types specified: "
                    + shown(String.join(", ", parameters.keySet())) + ". One request changes one attribute.");
        }
    }

    private static boolean isAnyway(ModifyInstanceAttributeRequest request) {
        var shutdown = request.instanceInitiatedShutdownBehavior();
        String behaviour = shutdown != null
                ? shutdown.value()
                : "instanceInitiatedShutdownBehavior".equals(request.attributeAsString()) ? request.value() : null;
        if (behaviour != null) {
            LaunchOrders.requireTerminateOnShutdown(behaviour);
            return true;
        }
        return flag(request, "sourceDestCheck", request.sourceDestCheck()).orElse(false)
                || !flag(request, "disableApiStop", request.disableApiStop()).orElse(true)
                || !flag(request, "ebsOptimized", request.ebsOptimized()).orElse(true);
    }

    /** A flag given either as {@code NAME.Value} or as {@code Attribute=NAME&Value=…}. */
    private static Optional<Boolean> flag(
            ModifyInstanceAttributeRequest request, String name, @Nullable AttributeBooleanValue own) {
        if (own != null && own.value() != null) {
            return Optional.of(own.value());
        }
        String value = request.value();
        if (!name.equals(request.attributeAsString()) || value == null) {
            return Optional.empty();
        }
        return switch (value) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default ->
                throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "Value (" + value + ") for parameter value is invalid. It must be true or false.");
        };
    }
}
