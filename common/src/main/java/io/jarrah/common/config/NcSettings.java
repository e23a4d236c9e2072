package io.jarrah.common.config;

import java.nio.file.Path;

/** Settings of the node controller. */
public final class NcSettings {
    /** What runs the instances. */
    public enum HypervisorChoice {
        /** KVM if a probe guest runs under it, else QEMU. */
        AUTO,
        KVM,
        QEMU,
        XEN,
        /** No real instances; for tests of scale. */
        SIMULATED
    }

    public static final Setting<Integer> NC_PORT = Setting.port("NC_PORT", 8775, "Port of the signed SOAP service.");
    public static final Setting<Integer> NC_OPS_PORT =
            Setting.port("NC_OPS_PORT", 18775, "Port of health and metrics.");
    public static final Setting<HypervisorChoice> HYPERVISOR =
            Setting.choice("HYPERVISOR", HypervisorChoice.AUTO, HypervisorChoice.class, "What runs the instances.");
    public static final Setting<String> LIBVIRT_URI =
            Setting.text("LIBVIRT_URI", "", "libvirt connection URI; qemu:///system or xen:///system when empty.");
    public static final Setting<Path> INSTANCE_PATH = Setting.path(
            "INSTANCE_PATH", "", "Directory of instance disks and the image cache; $EUCALYPTUS/instances when empty.");
    public static final Setting<Integer> NC_CACHE_SIZE = Setting.number(
            "NC_CACHE_SIZE", 10240, 0, Integer.MAX_VALUE, "MiB that unused images may take in the cache.");
    public static final Setting<Integer> MAX_CORES =
            Setting.number("MAX_CORES", 0, 0, 65536, "Virtual CPUs to offer; 0 for as many as the host has.");
    public static final Setting<Integer> MAX_MEM =
            Setting.number("MAX_MEM", 0, 0, Integer.MAX_VALUE, "MiB of memory to offer; 0 for what the host has.");
    public static final Setting<Integer> MAX_DISK =
            Setting.number("MAX_DISK", 0, 0, Integer.MAX_VALUE, "GiB of disk to offer; 0 for what INSTANCE_PATH has.");
    public static final Setting<String> NC_KERNEL_ARGUMENTS = Setting.text(
            "NC_KERNEL_ARGUMENTS",
            "root=/dev/vda console=ttyS0",
            "Command line of kernels that are booted directly (EKI).");
    public static final Setting<Boolean> NC_VNC =
            Setting.flag("NC_VNC", false, "Whether instances have a display, served by VNC on the loopback address.");

    private NcSettings() {}
}
