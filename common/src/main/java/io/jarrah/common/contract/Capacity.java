package io.jarrah.common.contract;

/**
 * What a node offers or an instance takes.
 *
 * @param vcpus virtual CPUs, 0 or more
 * @param memoryMib MiB, 0 or more
 * @param diskGib GiB, 0 or more
 */
public record Capacity(int vcpus, int memoryMib, int diskGib) {
    /** Nothing at all. */
    public static final Capacity NONE = new Capacity(0, 0, 0);

    public Capacity {
        if (vcpus < 0 || memoryMib < 0 || diskGib < 0) {
            throw new IllegalArgumentException(
                    "capacity cannot be negative: " + vcpus + " vCPU, " + memoryMib + " MiB, " + diskGib + " GiB");
        }
    }

    /** The sum of both. */
    public Capacity plus(Capacity other) {
        return new Capacity(vcpus + other.vcpus, memoryMib + other.memoryMib, diskGib + other.diskGib);
    }

    /** That many of it together. */
    public Capacity times(int count) {
        return new Capacity(
                Math.multiplyExact(vcpus, count),
                Math.multiplyExact(memoryMib, count),
                Math.multiplyExact(diskGib, count));
    }

    /** What is left after taking the other away, never less than 0. */
    public Capacity minus(Capacity other) {
        return new Capacity(
                Math.max(0, vcpus - other.vcpus),
                Math.max(0, memoryMib - other.memoryMib),
                Math.max(0, diskGib - other.diskGib));
    }

    /** Whether the other fits in here. */
    public boolean holds(Capacity other) {
        return vcpus >= other.vcpus && memoryMib >= other.memoryMib && diskGib >= other.diskGib;
    }
}
