package io.jarrah.walrus.object;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import io.jarrah.walrus.checksum.Checksum;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** The members {@code Checksum…} of the SDK's S3 model, one for each algorithm. */
public final class ChecksumMembers {
    private static final String PREFIX = "Checksum";

    private ChecksumMembers() {}

    /** Sets the member of the checksum's algorithm, and its type where the model has that. */
    public static void set(SdkPojo builder, Optional<Checksum> checksum) {
        if (checksum.isEmpty()) {
            return;
        }
        for (SdkField<?> field : builder.sdkFields()) {
            if (field.memberName().equals(PREFIX + checksum.get().algorithm().name())) {
                field.set(builder, checksum.get().value());
            } else if (field.memberName().equals("ChecksumType")) {
                field.set(builder, checksum.get().type().name());
            }
        }
    }

    /** The members that are set. */
    public static Map<ChecksumAlgorithm, String> get(SdkPojo model) {
        Map<ChecksumAlgorithm, String> found = new EnumMap<>(ChecksumAlgorithm.class);
        for (SdkField<?> field : model.sdkFields()) {
            if (!field.memberName().startsWith(PREFIX) || !(field.getValueOrDefault(model) instanceof String value)) {
                continue;
            }
            ChecksumAlgorithm.ofName(field.memberName().substring(PREFIX.length()))
                    .ifPresent(algorithm -> found.put(algorithm, value));
        }
        return found;
    }
}
