package io.jarrah.clc.volume.op;

import static io.jarrah.clc.action.RequestTexts.present;
import static io.jarrah.clc.action.RequestTexts.shown;
import static io.jarrah.clc.volume.op.VolumeRequests.missing;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.clc.volume.NewVolume.Performance;
import io.jarrah.clc.volume.VolumeType;
import io.jarrah.clc.volume.Volumes;
import io.jarrah.common.id.ResourceIds;
import io.jarrah.common.pki.Fingerprints;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;

/**
 * What CreateVolume asks for, looked through.
 *
 * @param zone name of the zone
 * @param sizeGib GiB
 * @param type as the owner wants it called
 * @param performance beyond size and type
 * @param clientToken the client's token
 * @param tags of the volume
 */
record VolumeOrder(
        String zone,
        int sizeGib,
        VolumeType type,
        Performance performance,
        Optional<String> clientToken,
        Map<String, String> tags) {
    private static final int MAX_TOKEN = 64;

    static VolumeOrder of(CreateVolumeRequest request) {
        Map<String, String> tags = TagSpecifications.parse(request.tagSpecifications(), Set.of(Volumes.RESOURCE_TYPE))
                .getOrDefault(Volumes.RESOURCE_TYPE, Map.of());
        refuseUnsupported(request);
        VolumeType type = VolumeSizes.type(request.volumeTypeAsString()).orElse(VolumeType.GP2);
        int size = size(request.size(), type);
        return new VolumeOrder(
                zone(request),
                size,
                type,
                VolumePerformance.of(type, size, request.iops(), request.throughput()),
                present(request.clientToken()).map(VolumeOrder::token),
                new TreeMap<>(tags));
    }

    private static String zone(CreateVolumeRequest request) {
        Optional<String> name = present(request.availabilityZone());
        Optional<String> id = present(request.availabilityZoneId());
        if (name.isPresent() && id.isPresent()) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "The parameters AvailabilityZone and AvailabilityZoneId cannot be used together");
        }
        // A zone's id is its name.
        return name.or(() -> id).orElseThrow(() -> missing("AvailabilityZone"));
    }

    private static void refuseUnsupported(CreateVolumeRequest request) {
        present(request.snapshotId()).ifPresent(id -> {
            throw snapshot(id);
        });
        refuse(request.encrypted(), "encrypted volumes");
        refuse(request.multiAttachEnabled(), "volumes that several instances have (MultiAttachEnabled)");
        refuse(present(request.outpostArn()).isPresent(), "outposts");
        if (present(request.kmsKeyId()).isPresent()) {
            throw Ec2Error.INVALID_PARAMETER_DEPENDENCY.because(
                    "The parameter KmsKeyId requires the parameter Encrypted to be set.");
        }
    }

    private static void refuse(@Nullable Boolean asked, String what) {
        if (Boolean.TRUE.equals(asked)) {
            throw Ec2Error.UNSUPPORTED_OPERATION.because("This cloud does not offer " + what + " yet.");
        }
    }

    private static ApiException snapshot(String id) {
        return ResourceIds.isLongId("snap", id)
                ? Ec2Error.INVALID_SNAPSHOT_NOT_FOUND.because("The snapshot '" + id + "' does not exist.")
                : Ec2Error.INVALID_SNAPSHOT_ID_MALFORMED.because(
                        "Invalid id: \"" + shown(id) + "\" (expecting \"snap-...\")");
    }

    private static int size(@Nullable Integer size, VolumeType type) {
        if (size == null) {
            throw missing("size/snapshot");
        }
        VolumeSizes.require(size, type);
        return size;
    }

    private static String token(String token) {
        if (token.length() > MAX_TOKEN || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value for parameter clientToken is invalid. It has up to " + MAX_TOKEN + " ASCII characters.");
        }
        return token;
    }

    /** SHA-256 in hex of all that was asked for, without the token. */
    String digest() {
        String text = zone + '\n' + sizeGib + '\n' + type + '\n' + performance + '\n' + tags;
        return Fingerprints.of(text);
    }
}
