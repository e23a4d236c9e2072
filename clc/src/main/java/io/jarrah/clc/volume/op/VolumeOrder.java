package io.jarrah.clc.volume.op;

import static io.jarrah.clc.action.RequestTexts.present;
import static io.jarrah.clc.volume.op.VolumeRequests.missing;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.snapshot.SnapshotEntity;
import io.jarrah.clc.snapshot.SnapshotRequests;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.clc.volume.NewVolume.Performance;
import io.jarrah.clc.volume.VolumeType;
import io.jarrah.clc.volume.Volumes;
import io.jarrah.common.id.SnapshotId;
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
 * @param snapshot what it is to begin with
 * @param sizeGib GiB; empty when it is to have its snapshot's
 * @param type as the owner wants it called
 * @param iops as asked for
 * @param throughput as asked for, MiB/s
 * @param clientToken the client's token
 * @param tags of the volume
 */
record VolumeOrder(
        String zone,
        Optional<SnapshotId> snapshot,
        Optional<Integer> sizeGib,
        VolumeType type,
        Optional<Integer> iops,
        Optional<Integer> throughput,
        Optional<String> clientToken,
        Map<String, String> tags) {
    private static final int MAX_TOKEN = 64;

    /**
     * What the volume comes to be, once its size is known.
     *
     * @param sizeGib GiB
     * @param performance beyond size and type
     */
    record Shape(int sizeGib, Performance performance) {}

    static VolumeOrder of(CreateVolumeRequest request) {
        Map<String, String> tags = TagSpecifications.parse(request.tagSpecifications(), Set.of(Volumes.RESOURCE_TYPE))
                .getOrDefault(Volumes.RESOURCE_TYPE, Map.of());
        refuseUnsupported(request);
        Optional<SnapshotId> snapshot = present(request.snapshotId()).map(SnapshotRequests::id);
        Optional<Integer> size = Optional.ofNullable(request.size());
        if (snapshot.isEmpty() && size.isEmpty()) {
            throw missing("size/snapshot");
        }
        VolumeOrder order = new VolumeOrder(
                zone(request),
                snapshot,
                size,
                VolumeSizes.type(request.volumeTypeAsString()).orElse(VolumeType.GP2),
                Optional.ofNullable(request.iops()),
                Optional.ofNullable(request.throughput()),
                present(request.clientToken()).map(VolumeOrder::token),
                new TreeMap<>(tags));
        size.ifPresent(order::shape);
        return order;
    }

    /**
     * What it comes to be when it begins with that snapshot.
     *
     * @throws ApiException InvalidParameterValue when the snapshot does not fit into it, or its type has no such size
     */
    Shape shape(SnapshotEntity from) {
        int size = sizeGib.orElse(from.sizeGib());
        if (size < from.sizeGib()) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Volume of size " + size + "GB is smaller than snapshot '"
                    + from.id() + "', expect size >= " + from.sizeGib() + "GB.");
        }
        return shape(size);
    }

    /**
     * What it comes to be with that size.
     *
     * @throws ApiException InvalidParameterValue, MissingParameter or InvalidParameterCombination when its type has no such size or performance
     */
    Shape shape(int size) {
        VolumeSizes.require(size, type);
        return new Shape(size, VolumePerformance.of(type, size, iops.orElse(null), throughput.orElse(null)));
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

    private static String token(String token) {
        if (token.length() > MAX_TOKEN || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value for parameter clientToken is invalid. It has up to " + MAX_TOKEN + " ASCII characters.");
        }
        return token;
    }

    /** SHA-256 in hex of all that was asked for, without the token. */
    String digest() {
        // What was asked for, not what comes of it: the snapshot may be gone when this is asked again.
        String shape = sizeGib.map(
                        size -> size + "\n" + type + '\n' + shape(size).performance())
                .orElseGet(() -> "\n" + type + '\n' + iops + throughput);
        String text = zone + '\n' + shape + '\n' + tags;
        return Fingerprints.of(snapshot.map(id -> text + '\n' + id).orElse(text));
    }
}
