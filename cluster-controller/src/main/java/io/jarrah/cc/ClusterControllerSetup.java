package io.jarrah.cc;

import io.jarrah.cc.books.BooksSettings;
import io.jarrah.cc.books.SchedulingPolicy;
import io.jarrah.cc.dns.DnsSettings;
import io.jarrah.cc.dns.NameServer;
import io.jarrah.cc.lease.Lease;
import io.jarrah.cc.lease.LeaseSettings;
import io.jarrah.cc.lease.VrrpLease;
import io.jarrah.cc.network.AddressGuard;
import io.jarrah.cc.network.FlatNetworkPlane;
import io.jarrah.cc.network.FlatSettings;
import io.jarrah.cc.network.GatewayInterfaces;
import io.jarrah.cc.network.LinkPlanner;
import io.jarrah.cc.network.LinuxNetworkPlane;
import io.jarrah.cc.network.NetworkPlane;
import io.jarrah.cc.network.PlaneSettings;
import io.jarrah.cc.os.Dnsmasq;
import io.jarrah.cc.reconcile.WatchSettings;
import io.jarrah.common.config.CcSettings;
import io.jarrah.common.config.ClcSettings;
import io.jarrah.common.config.FlatNetwork;
import io.jarrah.common.config.JarrahConf;
import io.jarrah.common.config.PrivateDomain;
import io.jarrah.common.config.Setting;
import io.jarrah.common.config.Settings;
import io.jarrah.common.http.HttpServerConfig;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Ipv6Prefix;
import io.jarrah.common.os.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What {@code jarrah.conf} means for a cluster controller. */
final class ClusterControllerSetup {
    private static final Duration LEASE = Duration.ofMinutes(20);
    private static final Path PROC_SYS = Path.of("/proc/sys");

    private final JarrahConf conf;

    /** Takes the configuration. */
    ClusterControllerSetup(JarrahConf conf) {
        this.conf = conf;
    }

    /**
     * The cluster: what the certificate says, which CLUSTER_NAME may repeat.
     *
     * @throws IllegalArgumentException when they differ or neither says anything
     */
    ClusterName cluster(Optional<ClusterName> certified) {
        Optional<ClusterName> configured = text(Settings.CLUSTER_NAME).map(ClusterName::new);
        if (certified.isPresent() && configured.isPresent() && !certified.equals(configured)) {
            throw new IllegalArgumentException("CLUSTER_NAME=\"" + configured.get() + "\", but the certificate is for "
                    + certified.get() + "; correct the name, or join anew with a token for that cluster");
        }
        return certified
                .or(() -> configured)
                .orElseThrow(() ->
                        new IllegalArgumentException("set CLUSTER_NAME to the availability zone this cluster is"));
    }

    ClusterControllerConfig config(ClusterName cluster) {
        return new ClusterControllerConfig(
                cluster,
                conf.get(CcSettings.VNET_MODE),
                directory(),
                new BooksSettings(
                        policy(),
                        conf.get(CcSettings.CC_NODE_SILENCE),
                        conf.get(CcSettings.CC_PLACEMENT_LIMIT),
                        BooksSettings.DEFAULT.refusalPause()),
                WatchSettings.DEFAULT,
                flat()
                        ? Optional.empty()
                        : Optional.of(HttpServerConfig.of("0.0.0.0", conf.get(CcSettings.METADATA_PORT))),
                conf.get(Settings.OPS_BIND),
                conf.get(CcSettings.CC_OPS_PORT));
    }

    /** Whether instances are in the site's own network, where this controller is no router. */
    private boolean flat() {
        return FlatNetwork.isFlat(conf.get(CcSettings.VNET_MODE));
    }

    /** How it is known who is in charge; a controller without VNET_VIRTUALIP always is. */
    Lease lease(CommandRunner runner) {
        Optional<String> virtual = text(CcSettings.VNET_VIRTUALIP);
        if (virtual.isEmpty()) {
            return Lease.ALONE;
        }
        if (flat()) {
            throw new IllegalArgumentException("VNET_VIRTUALIP is for clusters whose controller is the router;"
                    + " leave it out where VNET_MODE is STATIC or SYSTEM");
        }
        if (text(CcSettings.VNET_LOCALIP).isPresent()) {
            throw new IllegalArgumentException(
                    "VNET_LOCALIP and VNET_VIRTUALIP both say where tunnels end; leave VNET_LOCALIP out");
        }
        return new VrrpLease(
                new LeaseSettings(
                        conf.get(CcSettings.VNET_PRIVINTERFACE),
                        virtual.get(),
                        conf.get(CcSettings.VNET_VRID),
                        subnet(),
                        LinkPlanner.GROUP),
                runner,
                directory().resolve("lease"));
    }

    NetworkPlane plane(ClusterName cluster, CommandRunner runner, AddressGuard guard) {
        Optional<Ipv6Prefix> subnet6 = CcSettings.subnet6(conf);
        if (flat()) {
            return new FlatNetworkPlane(
                    new FlatSettings(
                            cluster,
                            FlatNetwork.of(conf),
                            conf.get(CcSettings.VNET_PRIVINTERFACE),
                            text(CcSettings.VNET_DOMAINNAME),
                            LEASE),
                    runner,
                    conf.get(CcSettings.VNET_DHCPDAEMON),
                    directory().resolve("net"));
        }
        GatewayInterfaces gateways = gateways();
        PlaneSettings settings = new PlaneSettings(
                cluster,
                gateways.subnet(),
                conf.get(CcSettings.VNET_PUBINTERFACE),
                gateways.privateInterface(),
                gateways.wiring(),
                text(CcSettings.VNET_VIRTUALIP).or(() -> text(CcSettings.VNET_LOCALIP)),
                conf.get(CcSettings.VNET_DNS),
                conf.get(CcSettings.VNET_NTP),
                dns().map(dns -> dns.domains().getFirst()).or(() -> text(CcSettings.VNET_DOMAINNAME)),
                conf.get(CcSettings.METADATA_PORT),
                dns().map(dns -> OptionalInt.of(dns.port())).orElse(OptionalInt.empty()),
                LEASE,
                subnet6);
        return new LinuxNetworkPlane(
                settings,
                runner,
                conf.get(CcSettings.VNET_DHCPDAEMON),
                directory().resolve("net"),
                PROC_SYS,
                guard);
    }

    private GatewayInterfaces gateways() {
        return new GatewayInterfaces(CcSettings.wiring(conf), conf.get(CcSettings.VNET_PRIVINTERFACE), subnet());
    }

    private Ipv4Prefix subnet() {
        String subnet = conf.get(CcSettings.VNET_SUBNET);
        try {
            return Ipv4Prefix.parse(subnet);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("VNET_SUBNET=\"" + subnet + "\": " + e.getMessage(), e);
        }
    }

    /** The name server; empty when DNS_PORT is 0, or instances have the site's own. */
    Optional<NameServer> names(CommandRunner runner) {
        return dns().map(settings -> new NameServer(
                settings, new Dnsmasq(runner, Dnsmasq.PROGRAM), directory().resolve("dns")));
    }

    /** Users see the region's domain in DescribeInstances, so that one is answered for beside the administrator's. */
    private Optional<DnsSettings> dns() {
        int port = conf.get(CcSettings.DNS_PORT);
        if (port == 0 || flat()) {
            return Optional.empty();
        }
        String regional = PrivateDomain.of(conf.get(ClcSettings.REGION));
        return Optional.of(new DnsSettings(
                port,
                List.of(text(CcSettings.VNET_DOMAINNAME).orElse(regional), regional),
                subnet(),
                gateways().pattern(),
                conf.get(CcSettings.VNET_DNS)));
    }

    Path directory() {
        return conf.get(Settings.EUCALYPTUS).resolve("cc");
    }

    private SchedulingPolicy policy() {
        return switch (conf.get(CcSettings.SCHEDPOLICY)) {
            case ROUNDROBIN -> SchedulingPolicy.ROUNDROBIN;
            case GREEDY -> SchedulingPolicy.GREEDY;
        };
    }

    private Optional<String> text(Setting<String> setting) {
        return Optional.of(conf.get(setting)).filter(value -> !value.isBlank());
    }
}
