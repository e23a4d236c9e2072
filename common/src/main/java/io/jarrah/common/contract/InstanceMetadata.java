package io.jarrah.common.contract;

import io.jarrah.common.id.InstanceId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What one instance may read at 169.254.169.254.
 *
 * @param instanceId the instance
 * @param metaData path below meta-data/ to value, such as public-keys/0/openssh-key
 * @param dynamic path below dynamic/ to value, such as instance-identity/document
 * @param userData as given to RunInstances, decoded
 * @param options how it may read all this
 * @param expires ask again after
 */
public record InstanceMetadata(
        InstanceId instanceId,
        Map<String, String> metaData,
        Map<String, String> dynamic,
        Optional<byte[]> userData,
        MetadataOptions options,
        Instant expires) {
    public InstanceMetadata {
        metaData = Map.copyOf(metaData);
        dynamic = Map.copyOf(dynamic);
    }
}
