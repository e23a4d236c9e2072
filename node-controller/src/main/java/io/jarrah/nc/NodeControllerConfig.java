package io.jarrah.nc;

import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.config.StorageNetwork;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.id.NodeName;
import io.jarrah.nc.instance.InstanceLimits;
import io.jarrah.nc.instance.InstanceReconciler.DomainOptions;
import io.jarrah.nc.network.Uplink;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a node controller works, apart from what runs its instances.
 *
 * @param name the name the node is registered under
 * @param stateDirectory where records are kept
 * @param instancePath where disks and the image cache are kept
 * @param cacheBytes what images may take; those in use stay even if they take more
 * @param offer what to offer of each resource; 0 for what the host has
 * @param mode whose networks instances are in
 * @param bridge the administrator's bridge, of matter in modes STATIC and SYSTEM
 * @param uplink how its instances reach those of other nodes; of no matter in those modes
 * @param storage what volumes' data takes from the storage controllers
 * @param kernelSettings normally /proc/sys
 * @param domains what all domains have in common
 * @param limits how patient it is
 * @param resync how often everything is looked at without a sign of change
 * @param workers instances worked on at the same time
 */
public record NodeControllerConfig(
        NodeName name,
        Path stateDirectory,
        Path instancePath,
        long cacheBytes,
        Capacity offer,
        VnetMode mode,
        String bridge,
        Uplink uplink,
        StorageNetwork storage,
        Path kernelSettings,
        DomainOptions domains,
        InstanceLimits limits,
        Duration resync,
        int workers) {
    /** Command line of directly booted kernels unless configured. */
    public static final String KERNEL_ARGUMENTS = "root=/dev/vda console=ttyS0";

    /** Where a kernel's settings are. */
    public static final Path KERNEL_SETTINGS = Path.of("/proc/sys");

    private static final long CACHE = 10L << 30;

    /** Everything below one directory, all of the host offered, nothing unusual. */
    public static NodeControllerConfig of(NodeName name, Path directory) {
        return new NodeControllerConfig(
                name,
                directory.resolve("state"),
                directory.resolve("instances"),
                CACHE,
                Capacity.NONE,
                VnetMode.MANAGED,
                "br0",
                Uplink.vxlan("lo"),
                StorageNetwork.NONE,
                KERNEL_SETTINGS,
                new DomainOptions(KERNEL_ARGUMENTS, false),
                InstanceLimits.DEFAULT,
                Duration.ofSeconds(5),
                8);
    }

    /** The same with other patience. */
    public NodeControllerConfig withLimits(InstanceLimits changed) {
        return new NodeControllerConfig(
                name,
                stateDirectory,
                instancePath,
                cacheBytes,
                offer,
                mode,
                bridge,
                uplink,
                storage,
                kernelSettings,
                domains,
                changed,
                resync,
                workers);
    }

    /** The same, with that network. */
    public NodeControllerConfig withNetwork(Uplink changed, Path settings) {
        return new NodeControllerConfig(
                name,
                stateDirectory,
                instancePath,
                cacheBytes,
                offer,
                mode,
                bridge,
                changed,
                storage,
                settings,
                domains,
                limits,
                resync,
                workers);
    }

    /** The same in that mode, with that bridge of the administrator. */
    public NodeControllerConfig withMode(VnetMode changed, String itsBridge) {
        return new NodeControllerConfig(
                name,
                stateDirectory,
                instancePath,
                cacheBytes,
                offer,
                changed,
                itsBridge,
                uplink,
                storage,
                kernelSettings,
                domains,
                limits,
                resync,
                workers);
    }

    /** The same, offering that. */
    public NodeControllerConfig withOffer(Capacity changed) {
        return new NodeControllerConfig(
                name,
                stateDirectory,
                instancePath,
                cacheBytes,
                changed,
                mode,
                bridge,
                uplink,
                storage,
                kernelSettings,
                domains,
                limits,
                resync,
                workers);
    }
}
