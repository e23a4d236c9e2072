package io.jarrah.nc;

import io.jarrah.common.config.CcSettings;
import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.config.FlatNetwork;
import io.jarrah.common.config.JarrahConf;
import io.jarrah.common.config.NcSettings;
import io.jarrah.common.config.NcSettings.HypervisorChoice;
import io.jarrah.common.config.Settings;
import io.jarrah.common.config.StorageNetwork;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.http.OpsServer;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.join.Member;
import io.jarrah.common.join.MemberConfig;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.lifecycle.ServiceGroup;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.common.process.ServiceMain;
import io.jarrah.common.soap.SoapServer;
import io.jarrah.nc.hypervisor.HostResources;
import io.jarrah.nc.hypervisor.Hypervisor;
import io.jarrah.nc.hypervisor.HypervisorKind;
import io.jarrah.nc.instance.InstanceLimits;
import io.jarrah.nc.instance.InstanceReconciler.DomainOptions;
import io.jarrah.nc.libvirt.LibvirtConfig;
import io.jarrah.nc.libvirt.LibvirtHypervisor;
import io.jarrah.nc.network.Uplink;
import io.jarrah.nc.simulated.SimulatedHypervisor;
import io.jarrah.nc.simulated.SimulatedTiming;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The node controller as a process: {@code --config FILE}. */
public final class NodeControllerMain {
    private static final long BYTES_PER_MIB = 1L << 20;
    private static final Duration RESYNC = Duration.ofSeconds(5);
    private static final int WORKERS = 8;

    /** What a simulated host has unless MAX_CORES and MAX_MEM say otherwise. */
    private static final HostResources SIMULATED_HOST = new HostResources(64, 256 << 10);

    private NodeControllerMain() {}

    /** Runs until SIGTERM. */
    public static void main(String[] args) {
        ServiceMain.run(args, NodeControllerMain::create);
    }

    private static Service create(JarrahConf conf) throws IOException, InterruptedException {
        InstantSource clock = InstantSource.system();
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Path directory = conf.get(Settings.EUCALYPTUS).resolve("nc");
        Member member = Member.open(
                MemberConfig.of(conf, ComponentRole.NC, directory, NcSettings.NC_PORT),
                clock,
                new SecureRandom(),
                metrics);
        NodeController controller =
                controller(conf, config(conf, member.subject().name(), directory), clock, metrics);
        OpsServer ops = new OpsServer(
                conf.get(Settings.OPS_BIND),
                conf.get(NcSettings.NC_OPS_PORT),
                "nc",
                controller.healthChecks(),
                metrics);
        SoapServer server = member.server().publish(controller.service());
        return new ServiceGroup("node controller", List.of(ops, member, controller, server));
    }

    /** What the file says, and where it says nothing, what follows from the state directory. */
    static NodeControllerConfig config(JarrahConf conf, String name, Path directory) {
        Path instances = conf.isSet(NcSettings.INSTANCE_PATH)
                ? conf.get(NcSettings.INSTANCE_PATH)
                : conf.get(Settings.EUCALYPTUS).resolve("instances");
        return new NodeControllerConfig(
                new NodeName(name),
                directory,
                instances.toAbsolutePath(),
                conf.get(NcSettings.NC_CACHE_SIZE) * BYTES_PER_MIB,
                new Capacity(
                        conf.get(NcSettings.MAX_CORES), conf.get(NcSettings.MAX_MEM), conf.get(NcSettings.MAX_DISK)),
                mode(conf),
                conf.get(CcSettings.VNET_BRIDGE),
                uplink(conf),
                StorageNetwork.of(conf),
                NodeControllerConfig.KERNEL_SETTINGS,
                new DomainOptions(conf.get(NcSettings.NC_KERNEL_ARGUMENTS), conf.get(NcSettings.NC_VNC)),
                InstanceLimits.DEFAULT,
                RESYNC,
                WORKERS);
    }

    /** Read whole, so that what is wrong with it is told by every service that has the file. */
    private static VnetMode mode(JarrahConf conf) {
        VnetMode mode = conf.get(CcSettings.VNET_MODE);
        return FlatNetwork.isFlat(mode) ? FlatNetwork.of(conf).mode() : mode;
    }

    private static Uplink uplink(JarrahConf conf) {
        if (FlatNetwork.isFlat(conf.get(CcSettings.VNET_MODE))) {
            return Uplink.vxlan(conf.get(CcSettings.VNET_PRIVINTERFACE));
        }
        return new Uplink(
                CcSettings.wiring(conf),
                conf.get(CcSettings.VNET_PRIVINTERFACE),
                conf.get(CcSettings.VNET_BRIDGE),
                subnet(conf.get(CcSettings.VNET_SUBNET)));
    }

    private static Ipv4Prefix subnet(String subnet) {
        try {
            return Ipv4Prefix.parse(subnet);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("VNET_SUBNET=\"" + subnet + "\": " + e.getMessage(), e);
        }
    }

    private static NodeController controller(
            JarrahConf conf, NodeControllerConfig config, InstantSource clock, MeterRegistry metrics) {
        HypervisorChoice choice = conf.get(NcSettings.HYPERVISOR);
        if (choice == HypervisorChoice.SIMULATED) {
            SimulatedTiming timing = SimulatedTiming.REALISTIC;
            return NodeController.simulated(
                    config,
                    new SimulatedHypervisor(timing, SIMULATED_HOST, clock, new Random()),
                    timing,
                    true,
                    clock,
                    new Random(),
                    metrics);
        }
        return NodeController.real(config, libvirt(conf, config, clock), new ProcessCommandRunner(), clock, metrics);
    }

    private static Hypervisor libvirt(JarrahConf conf, NodeControllerConfig config, InstantSource clock) {
        HypervisorChoice choice = conf.get(NcSettings.HYPERVISOR);
        String configured = conf.get(NcSettings.LIBVIRT_URI);
        String usual = choice == HypervisorChoice.XEN ? "xen:///system" : "qemu:///system";
        Optional<HypervisorKind> kind =
                switch (choice) {
                    case AUTO, SIMULATED -> Optional.empty();
                    case KVM -> Optional.of(HypervisorKind.KVM);
                    case QEMU -> Optional.of(HypervisorKind.QEMU);
                    case XEN -> Optional.of(HypervisorKind.XEN);
                };
        return new LibvirtHypervisor(
                LibvirtConfig.of(configured.isEmpty() ? usual : configured, kind, config.stateDirectory()), clock);
    }
}
