package io.jarrah.clc.instance.op;

import static io.jarrah.clc.action.RequestTexts.present;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.instance.MetadataPreferences;
import io.jarrah.clc.instancetype.InstanceTypes;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.common.id.ImageId;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.Placement;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/**
 * Reads RunInstances requests. What has no meaning here and does no harm is accepted and ignored (CreditSpecification,
 * Monitoring, the root device's size); what a caller would miss is refused.
 */
final class LaunchOrders {
    /** No call launches more. */
    static final int MAX_COUNT = 1000;

    private static final int MAX_USER_DATA = 16 * 1024;
    private static final int MAX_TOKEN = 64;
    private static final Set<String> TAGGED = Set.of("instance", "volume", "network-interface");
    private static final Set<String> ROOT_DEVICES = Set.of("/dev/sda", "/dev/sda1", "/dev/xvda", "/dev/vda", "ami");

    private LaunchOrders() {}

    static LaunchOrder of(RunInstancesRequest request) {
        refuseUnsupported(request);
        int min = count("MinCount", request.minCount());
        int max = count("MaxCount", request.maxCount());
        if (min > max) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "MinCount (" + min + ") must not be greater than MaxCount (" + max + ")");
        }
        if (min > MAX_COUNT) {
            throw Ec2Error.INSTANCE_LIMIT_EXCEEDED.because(
                    "You have requested more instances (" + min + ") than one request may launch (" + MAX_COUNT + ").");
        }
        Map<String, Map<String, String>> tags = TagSpecifications.parse(request.tagSpecifications(), TAGGED);
        return new LaunchOrder(
                image(required("ImageId", request.imageId()), ImageId.Kind.AMI),
                present(request.kernelId()).map(id -> image(id, ImageId.Kind.AKI)),
                present(request.ramdiskId()).map(id -> image(id, ImageId.Kind.ARI)),
                present(request.instanceTypeAsString()).orElse(InstanceTypes.DEFAULT),
                min,
                Math.min(max, MAX_COUNT),
                present(request.keyName()),
                Optional.ofNullable(request.placement())
                        .map(Placement::availabilityZone)
                        .filter(z -> !z.isEmpty()),
                present(request.userData()).map(LaunchOrders::userData),
                present(request.clientToken()).map(LaunchOrders::token),
                tags.getOrDefault("instance", Map.of()),
                Boolean.TRUE.equals(request.disableApiTermination()),
                LaunchNics.of(request, max, tags.getOrDefault("network-interface", Map.of())),
                LaunchNics.publicAddress(request),
                LaunchGroups.of(request),
                metadata(request.metadataOptions()));
    }

    private static MetadataPreferences metadata(@Nullable InstanceMetadataOptionsRequest options) {
        return options == null
                ? MetadataPreferences.NONE
                : MetadataPreferences.of(
                        options.httpEndpointAsString(),
                        options.httpTokensAsString(),
                        options.httpPutResponseHopLimit(),
                        options.instanceMetadataTagsAsString(),
                        options.httpProtocolIpv6AsString());
    }

    private static int count(String name, @Nullable Integer value) {
        if (value == null) {
            throw missing(name);
        }
        if (value < 1) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value (" + value + ") for parameter " + name + " is invalid. It must be at least 1.");
        }
        return value;
    }

    private static ImageId image(String id, ImageId.Kind kind) {
        try {
            ImageId image = new ImageId(id);
            if (image.kind() == kind) {
                return image;
            }
        } catch (IllegalArgumentException e) {
            throw new ApiException(Ec2Error.INVALID_AMI_ID_MALFORMED, malformed(id, kind), e);
        }
        throw Ec2Error.INVALID_AMI_ID_MALFORMED.because(malformed(id, kind));
    }

    private static String malformed(String id, ImageId.Kind kind) {
        String shown = id.length() > 64 ? id.substring(0, 64) + "…" : id;
        return "Invalid id: \"" + shown + "\" (expecting \"" + kind.name().toLowerCase(Locale.ROOT) + "-...\")";
    }

    private static byte[] userData(String base64) {
        byte[] decoded;
        try {
            decoded = Base64.getMimeDecoder().decode(strict(base64));
        } catch (IllegalArgumentException e) {
            throw new ApiException(Ec2Error.INVALID_USER_DATA_MALFORMED, "Invalid BASE64 encoding of user data.", e);
        }
        if (decoded.length > MAX_USER_DATA) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "User data is limited to " + MAX_USER_DATA + " bytes; it has " + decoded.length);
        }
        return decoded;
    }

    /** Line breaks are allowed in Base64, other strangers are not (the MIME decoder would skip them silently). */
    private static String strict(String base64) {
        for (int i = 0; i < base64.length(); i++) {
            char c = base64.charAt(i);
            boolean known = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!known && "+/=\r\n".indexOf(c) < 0) {
                throw new IllegalArgumentException("not a Base64 character at " + i);
            }
        }
        return base64;
    }

    private static String token(String token) {
        if (token.length() > MAX_TOKEN || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value for parameter clientToken is invalid. It has up to " + MAX_TOKEN + " ASCII characters.");
        }
        return token;
    }

    private static void refuseUnsupported(RunInstancesRequest request) {
        refuse(request.launchTemplate() != null, "launch templates");
        refuse(request.instanceMarketOptions() != null, "spot instances");
        refuse(request.iamInstanceProfile() != null, "instance profiles");
        Placement placement = request.placement();
        if (placement != null) {
            if (present(placement.groupName()).isPresent()) {
                throw Ec2Error.INVALID_PLACEMENT_GROUP_UNKNOWN.because(
                        "The Placement Group '" + placement.groupName() + "' is unknown.");
            }
            String tenancy = placement.tenancyAsString();
            refuse(tenancy != null && !tenancy.isEmpty() && !tenancy.equals("default"), "dedicated tenancy");
        }
        requireTerminateOnShutdown(request.instanceInitiatedShutdownBehaviorAsString());
        request.blockDeviceMappings().forEach(LaunchOrders::requireHarmless);
    }

    /** Instances have no disk that outlives them, so a guest that powers off is over. */
    static void requireTerminateOnShutdown(@Nullable String behaviour) {
        if (behaviour == null || behaviour.isEmpty() || behaviour.equals("terminate")) {
            return;
        }
        if (behaviour.equals("stop")) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because("The attribute instanceInitiatedShutdownBehavior"
                    + " can only be 'stop' for instances whose root device is a volume.");
        }
        throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                "Value (" + behaviour + ") for parameter instanceInitiatedShutdownBehavior is invalid.");
    }

    /** The root device and ephemeral disks are as the type has them; a further volume would be missed, so it is refused. */
    private static void requireHarmless(BlockDeviceMapping mapping) {
        String device = mapping.deviceName();
        boolean root = device != null && ROOT_DEVICES.contains(device);
        boolean none = mapping.noDevice() != null;
        boolean ephemeral = mapping.virtualName() != null && mapping.ebs() == null;
        if (!root && !none && !ephemeral) {
            throw Ec2Error.INVALID_BLOCK_DEVICE_MAPPING.because("Block device mapping for " + device
                    + ": volumes cannot be made at launch yet; attach one after it.");
        }
        if (mapping.ebs() != null && mapping.ebs().snapshotId() != null) {
            throw Ec2Error.INVALID_BLOCK_DEVICE_MAPPING.because(
                    "Block device mapping for " + device + ": the root device cannot be made from a snapshot yet.");
        }
    }

    static void refuse(boolean asked, String what) {
        if (asked) {
            throw Ec2Error.UNSUPPORTED.because("The requested configuration is currently not supported: " + what + ".");
        }
    }

    private static String required(String name, @Nullable String value) {
        return present(value).orElseThrow(() -> missing(name));
    }

    private static ApiException missing(String name) {
        return Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter " + name);
    }
}
