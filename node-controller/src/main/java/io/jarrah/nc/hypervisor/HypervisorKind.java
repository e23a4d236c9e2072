package io.jarrah.nc.hypervisor;

import java.util.Locale;

/** What runs a domain. */
public enum HypervisorKind {
    /** QEMU with the processor's virtualisation. */
    KVM,
    /** QEMU translating every instruction. */
    QEMU,
    /** Xen through libvirt's libxl driver. */
    XEN,
    /** libvirt's built-in test driver: nothing runs; for tests. */
    TEST,
    /** Jarrah's own simulation. */
    SIMULATED;

    /** Whether domains can be given volumes. */
    public boolean attachesVolumes() {
        return this == KVM || this == QEMU || this == SIMULATED;
    }

    /** The word that libvirt and the contracts use for it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
