package io.jarrah.clc.volume.op;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.volume.NewVolume.Performance;
import io.jarrah.clc.volume.VolumeTraits;
import io.jarrah.clc.volume.VolumeType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Amazon's rules about IOPS and throughput. They are kept and shown, for clients that compare what they asked for with what they got.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html">CreateVolume</a>
 */
final class VolumePerformance {
    private static final int GP3_IOPS = 3_000;
    private static final int GP3_MAX_IOPS = 16_000;
    private static final int GP3_IOPS_PER_GIB = 500;
    private static final int GP3_THROUGHPUT = 125;
    private static final int GP3_MAX_THROUGHPUT = 1_000;
    private static final int GP3_IOPS_PER_THROUGHPUT = 4;
    private static final int MIN_IOPS = 100;
    private static final int MAX_IOPS = 64_000;
    private static final int IO1_IOPS_PER_GIB = 50;
    private static final int IO2_IOPS_PER_GIB = 500;
    private static final int GP2_IOPS_PER_GIB = 3;
    private static final int GP2_MAX_IOPS = 16_000;

    private VolumePerformance() {}

    /** What a volume of that type and size gets, when this was asked for. */
    static Performance of(VolumeType type, int sizeGib, @Nullable Integer iops, @Nullable Integer throughput) {
        if (throughput != null && type != VolumeType.GP3) {
            throw unsupported("throughput", type);
        }
        return switch (type) {
            case GP3 -> gp3(sizeGib, iops == null ? GP3_IOPS : iops, throughput == null ? GP3_THROUGHPUT : throughput);
            case IO1 -> provisioned(type, sizeGib, iops, IO1_IOPS_PER_GIB);
            case IO2 -> provisioned(type, sizeGib, iops, IO2_IOPS_PER_GIB);
            case GP2, ST1, SC1, STANDARD -> {
                if (iops != null) {
                    throw unsupported("iops", type);
                }
                yield Performance.USUAL;
            }
        };
    }

    private static Performance gp3(int sizeGib, int iops, int throughput) {
        requireRange("iops", iops, GP3_IOPS, GP3_MAX_IOPS, VolumeType.GP3);
        requireRange("throughput", throughput, GP3_THROUGHPUT, GP3_MAX_THROUGHPUT, VolumeType.GP3);
        if (iops > GP3_IOPS) {
            requireRatio(iops, sizeGib, GP3_IOPS_PER_GIB);
        }
        if (throughput * GP3_IOPS_PER_THROUGHPUT > iops) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Throughput (MiBps) to iops ratio of " + throughput + "/"
                    + iops + " is too high; maximum is 1/" + GP3_IOPS_PER_THROUGHPUT + ".");
        }
        return new Performance(Optional.of(iops), Optional.of(throughput));
    }

    private static Performance provisioned(VolumeType type, int sizeGib, @Nullable Integer iops, int perGib) {
        if (iops == null) {
            throw Ec2Error.MISSING_PARAMETER.because(
                    "The request must contain the parameter iops for volume type " + type.apiName());
        }
        requireRange("iops", iops, MIN_IOPS, MAX_IOPS, type);
        requireRatio(iops, sizeGib, perGib);
        return new Performance(Optional.of(iops), Optional.empty());
    }

    private static void requireRange(String name, int value, int least, int most, VolumeType type) {
        if (value < least || value > most) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Volume " + name + " of " + value + " is too "
                    + (value < least ? "low; minimum is " + least : "high; maximum is " + most) + " for volume type "
                    + type.apiName() + ".");
        }
    }

    private static void requireRatio(int iops, int sizeGib, int perGib) {
        if (iops > (long) perGib * sizeGib) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Iops to volume size ratio of " + iops + "/" + sizeGib
                    + " is too high; maximum is " + perGib + " iops for each GiB.");
        }
    }

    private static RuntimeException unsupported(String parameter, VolumeType type) {
        return Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                "The parameter " + parameter + " is not supported for " + type.apiName() + " volumes.");
    }

    /** The IOPS that Amazon shows of it: those of gp2 follow from the size. */
    static @Nullable Integer shownIops(VolumeTraits traits) {
        if (traits.type() == VolumeType.GP2) {
            return Math.clamp((long) traits.sizeGib() * GP2_IOPS_PER_GIB, MIN_IOPS, GP2_MAX_IOPS);
        }
        return traits.performance().iops().orElse(null);
    }
}
