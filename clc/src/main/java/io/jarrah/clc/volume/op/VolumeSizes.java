package io.jarrah.clc.volume.op;

import static io.jarrah.clc.action.RequestTexts.present;
import static io.jarrah.clc.action.RequestTexts.shown;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.volume.VolumeType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Types as requests name them, and the sizes that each allows. */
final class VolumeSizes {
    private VolumeSizes() {}

    /** The type of that name; empty when none is named. */
    static Optional<VolumeType> type(@Nullable String name) {
        return present(name).map(given -> VolumeType.of(given)
                .orElseThrow(() -> Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "Value (" + shown(given) + ") for parameter volumeType is invalid.")));
    }

    /** Fails unless a volume of that type may have so many GiB. */
    static void require(int gib, VolumeType type) {
        if (gib < type.minGib() || gib > type.maxGib()) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Volume of " + gib + "GiB is too "
                    + (gib < type.minGib() ? "small" : "large") + " for volume type " + type.apiName() + "; "
                    + (gib < type.minGib() ? "minimum is " + type.minGib() : "maximum is " + type.maxGib())
                    + "GiB.");
        }
    }
}
