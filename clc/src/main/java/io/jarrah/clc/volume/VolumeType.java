package io.jarrah.clc.volume;

import java.util.Locale;
import java.util.Optional;

/**
 * The types that clients ask for, with the limits Amazon gives them. They are kept and shown; storage controllers treat all alike.
 *
 * @see <a href="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html">EBS volume types</a>
 */
public enum VolumeType {
    /** General purpose; its IOPS follow from its size. */
    GP2(1, 16_384),
    /** General purpose, with IOPS and throughput of choice. */
    GP3(1, 16_384),
    /** Provisioned IOPS. */
    IO1(4, 16_384),
    /** Provisioned IOPS. */
    IO2(4, 16_384),
    /** Throughput optimised. */
    ST1(125, 16_384),
    /** Cold. */
    SC1(125, 16_384),
    /** Magnetic. */
    STANDARD(1, 1_024);

    private final int minGib;
    private final int maxGib;

    VolumeType(int minGib, int maxGib) {
        this.minGib = minGib;
        this.maxGib = maxGib;
    }

    /** Smallest size in GiB. */
    public int minGib() {
        return minGib;
    }

    /** Largest size in GiB. */
    public int maxGib() {
        return maxGib;
    }

    /** The name in the API. */
    public String apiName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type with that name in the API. */
    public static Optional<VolumeType> of(String apiName) {
        for (VolumeType type : values()) {
            if (type.apiName().equals(apiName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
