package io.jarrah.nc.hypervisor;

import io.jarrah.common.id.InstanceId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything that makes a domain.
 *
 * @param id the instance; also the domain's name
 * @param vcpus virtual processors, 1 or more
 * @param memoryMib MiB of memory, 1 or more
 * @param disk qcow2 file, the first virtio disk
 * @param configDrive raw file, a read-only virtio disk behind it
 * @param kernel what is booted directly; without it the disk's own boot sector is
 * @param nic the network interface
 * @param consoleLog file that receives the first serial port
 * @param vnc whether the display is served on the loopback address
 * @param volumes disks behind those
 */
public record DomainSpec(
        InstanceId id,
        int vcpus,
        int memoryMib,
        Path disk,
        Optional<Path> configDrive,
        Optional<KernelBoot> kernel,
        DomainNic nic,
        Path consoleLog,
        boolean vnc,
        List<DomainVolume> volumes) {

    /**
     * Direct kernel boot.
     *
     * @param kernel Linux kernel file
     * @param ramdisk initial ramdisk file
     * @param arguments the kernel's command line
     */
    public record KernelBoot(Path kernel, Optional<Path> ramdisk, String arguments) {}

    /**
     * The domain's network interface.
     *
     * @param bridge host bridge it is plugged into
     * @param tap name of the host's end, at most 15 characters
     * @param mac lower-case address of the guest's end
     * @param mtu bytes, 68 to 65535
     */
    public record DomainNic(String bridge, String tap, String mac, int mtu) {}

    public DomainSpec {
        volumes = List.copyOf(volumes);
        if (vcpus < 1 || memoryMib < 1) {
            throw new IllegalArgumentException(id + " needs at least one vCPU and 1 MiB of memory");
        }
        if (nic.tap().length() > 15 || nic.bridge().length() > 15) {
            throw new IllegalArgumentException("interface names of " + id + " are longer than 15 characters");
        }
    }

    /** One without volumes. */
    public DomainSpec(
            InstanceId id,
            int vcpus,
            int memoryMib,
            Path disk,
            Optional<Path> configDrive,
            Optional<KernelBoot> kernel,
            DomainNic nic,
            Path consoleLog,
            boolean vnc) {
        this(id, vcpus, memoryMib, disk, configDrive, kernel, nic, consoleLog, vnc, List.of());
    }

    /** The same with these volumes. */
    public DomainSpec withVolumes(List<DomainVolume> changed) {
        return new DomainSpec(id, vcpus, memoryMib, disk, configDrive, kernel, nic, consoleLog, vnc, changed);
    }
}
