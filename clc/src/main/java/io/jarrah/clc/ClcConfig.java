package io.jarrah.clc;

import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.network.FlatPlan;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.clc.network.SlicedPlan;
import io.jarrah.clc.volume.VolumeQuota;
import io.jarrah.common.config.AddressRanges;
import io.jarrah.common.config.CcSettings;
import io.jarrah.common.config.ClcSettings;
import io.jarrah.common.config.ClcSettings.ConfigDrives;
import io.jarrah.common.config.FlatNetwork;
import io.jarrah.common.config.JarrahConf;
import io.jarrah.common.config.Settings;
import io.jarrah.common.config.WalrusSettings;
import io.jarrah.common.db.DatabaseConfig;
import io.jarrah.common.net.Ipv6Prefix;
import io.jarrah.common.net.Wiring;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a cloud controller is told.
 *
 * @param state directory of its own: CA, keys, credentials, embedded database
 * @param database which database
 * @param bind address it listens on, for the API and for other components
 * @param apiPort port of the public API; 0 lets the system choose
 * @param internalPort port of the SOAP service and of joining; 0 lets the system choose
 * @param opsBind address of health and metrics
 * @param opsPort port of health and metrics; 0 lets the system choose
 * @param advertisedHost host name or address by which other components reach it
 * @param region name of the region
 * @param ec2Url URL by which users reach the API, if it is not the advertised host's
 * @param walrusUrl URL by which nodes download images, if it is not the one Walrus registered with
 * @param walrusPort port of S3 when no URL is given
 * @param network how tenant networks are cut
 * @param publicAddresses which public addresses there are to give
 * @param configDrives which instances get a config drive
 * @param volumeQuota how many volumes and snapshots an account may have
 */
public record ClcConfig(
        Path state,
        DatabaseConfig database,
        String bind,
        int apiPort,
        int internalPort,
        String opsBind,
        int opsPort,
        String advertisedHost,
        String region,
        Optional<URI> ec2Url,
        Optional<URI> walrusUrl,
        int walrusPort,
        NetworkPlan network,
        PublicAddressPlan publicAddresses,
        ConfigDrives configDrives,
        VolumeQuota volumeQuota) {
    /** Where nobody says otherwise, as with VLANs. */
    private static final int FIRST_SEGMENT = 2;

    private static final int POOL = 16;

    /**
     * From the configuration file.
     *
     * @throws IOException when the file with the database password cannot be read
     */
    public static ClcConfig of(JarrahConf conf) throws IOException {
        NetworkPlan network = network(conf);
        Path state = conf.get(Settings.EUCALYPTUS).resolve("clc");
        String host = conf.get(Settings.ADVERTISED_HOST);
        return new ClcConfig(
                state,
                database(conf, state),
                conf.get(ClcSettings.CLC_BIND),
                conf.get(ClcSettings.CLC_PORT),
                conf.get(ClcSettings.CLC_INTERNAL_PORT),
                conf.get(Settings.OPS_BIND),
                conf.get(ClcSettings.CLC_OPS_PORT),
                host.isEmpty() ? "127.0.0.1" : host,
                conf.get(ClcSettings.REGION),
                uri(conf.get(ClcSettings.EC2_URL)),
                uri(conf.get(ClcSettings.WALRUS_URL)),
                conf.get(WalrusSettings.WALRUS_PORT),
                network,
                publicAddresses(conf, network),
                conf.get(ClcSettings.CONFIG_DRIVE),
                new VolumeQuota(
                        conf.get(ClcSettings.CLC_VOLUMES_PER_ACCOUNT),
                        conf.get(ClcSettings.CLC_VOLUME_GIB_PER_ACCOUNT),
                        conf.get(ClcSettings.CLC_SNAPSHOTS_PER_ACCOUNT)));
    }

    /** Everything in one directory, on loopback, on ports that the system chooses: for tests and the cloud in one JVM. */
    public static ClcConfig local(Path state) {
        return new ClcConfig(
                state,
                DatabaseConfig.embedded(state.resolve("db")),
                "127.0.0.1",
                0,
                0,
                "127.0.0.1",
                0,
                "127.0.0.1",
                "us-east-1",
                Optional.empty(),
                Optional.empty(),
                0,
                localNetwork(),
                PublicAddressPlan.NONE,
                ConfigDrives.AUTO,
                VolumeQuota.USUAL);
    }

    /** Room for two thousand instances of one account. */
    public static NetworkPlan localNetwork() {
        Wiring wiring = Wiring.VXLAN;
        return new SlicedPlan("172.16.0.0/12", 2048, FIRST_SEGMENT, wiring.maxSegment(), wiring.mtu());
    }

    private static NetworkPlan network(JarrahConf conf) {
        Optional<Ipv6Prefix> subnet6 = CcSettings.subnet6(conf);
        if (FlatNetwork.isFlat(conf.get(CcSettings.VNET_MODE))) {
            return new FlatPlan(FlatNetwork.of(conf));
        }
        Wiring wiring = CcSettings.wiring(conf);
        int first = FIRST_SEGMENT;
        int last = wiring.maxSegment();
        if (wiring == Wiring.VLAN) {
            first = conf.get(CcSettings.VNET_MINVLAN);
            last = conf.get(CcSettings.VNET_MAXVLAN);
            if (first > last) {
                throw new IllegalArgumentException(
                        "VNET_MINVLAN=\"" + first + "\" is above VNET_MAXVLAN=\"" + last + "\"; no tag is left");
            }
        }
        return new SlicedPlan(
                conf.get(CcSettings.VNET_SUBNET),
                conf.get(CcSettings.VNET_ADDRSPERNET),
                first,
                last,
                wiring.mtu(),
                subnet6);
    }

    /** An address that is a tenant's private and everybody's public one at once would lead nowhere. */
    private static PublicAddressPlan publicAddresses(JarrahConf conf, NetworkPlan network) {
        if (network.mode().flat()) {
            return PublicAddressPlan.flat(network.mode());
        }
        AddressRanges addresses = conf.get(CcSettings.VNET_PUBLICIPS);
        String subnet = conf.get(CcSettings.VNET_SUBNET);
        addresses.partWithin(subnet).ifPresent(part -> {
            throw new IllegalArgumentException("VNET_PUBLICIPS has \"" + part + "\", which shares addresses with"
                    + " VNET_SUBNET " + subnet + "; public addresses must be outside of it");
        });
        return new PublicAddressPlan(addresses, conf.get(ClcSettings.CLC_ADDRESSES_PER_ACCOUNT));
    }

    /** Where the cloud administrator's first access key is written. */
    public Path credentialsFile() {
        return state.resolve("credentials");
    }

    private static DatabaseConfig database(JarrahConf conf, Path state) throws IOException {
        String url = conf.get(ClcSettings.DB_URL);
        if (url.isEmpty()) {
            return DatabaseConfig.embedded(state.resolve("db"));
        }
        Path file = conf.get(ClcSettings.DB_PASSWORD_FILE);
        String password =
                file.toString().isEmpty() ? "" : Files.readString(file).strip();
        return new DatabaseConfig(url, conf.get(ClcSettings.DB_USER), password, POOL);
    }

    private static Optional<URI> uri(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(URI.create(text));
    }
}
