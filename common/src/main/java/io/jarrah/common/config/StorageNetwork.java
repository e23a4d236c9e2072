package io.jarrah.common.config;

import io.jarrah.common.net.InterfaceNames;
import io.jarrah.common.net.Wiring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network that the data of volumes takes, between storage controllers and nodes, where the site has one for it
 * ({@code STORAGE_INTERFACE}): an interface of this host, of hardware, a VLAN or any other. Jarrah only uses it.
 *
 * @param device name of the interface; empty where volumes go by the address that the component is reached at
 * @param tenants VLAN tags that tenants' networks take, which storage must not have
 * @param vlans where the kernel lists VLAN interfaces, normally {@link #KERNEL_VLANS}
 */
public record StorageNetwork(String device, Optional<Tags> tenants, Path vlans) {
    private static final Logger LOG = LoggerFactory.getLogger(StorageNetwork.class);

    /** Where a kernel with 802.1q lists its VLAN interfaces. */
    public static final Path KERNEL_VLANS = Path.of("/proc/net/vlan/config");

    /** No network of its own. */
    public static final StorageNetwork NONE = new StorageNetwork("", Optional.empty(), KERNEL_VLANS);

    /**
     * VLAN tags.
     *
     * @param first 1 to 4094
     * @param last 1 to 4094
     */
    public record Tags(int first, int last) {}

    /** @throws IllegalArgumentException when the name could not be an interface's */
    public StorageNetwork {
        if (!device.isEmpty()) {
            InterfaceNames.require("STORAGE_INTERFACE", device);
        }
    }

    /** As configured. */
    public static StorageNetwork of(JarrahConf conf) {
        boolean tagged =
                conf.get(CcSettings.VNET_MODE) == CcSettings.VnetMode.MANAGED && CcSettings.wiring(conf) == Wiring.VLAN;
        return new StorageNetwork(
                conf.get(Settings.STORAGE_INTERFACE),
                tagged
                        ? Optional.of(new Tags(conf.get(CcSettings.VNET_MINVLAN), conf.get(CcSettings.VNET_MAXVLAN)))
                        : Optional.empty(),
                KERNEL_VLANS);
    }

    /** Why volumes' data cannot take it at this time, and what to do; empty when it can. */
    public Optional<String> problem() {
        try {
            return device.isEmpty() ? Optional.empty() : lookedAt();
        } catch (UncheckedIOException e) {
            return Optional.of(e.getMessage() + ": " + e.getCause());
        }
    }

    /**
     * The first IPv4 address of the interface at this time; empty when it has none, is not there or cannot be looked at, which
     * {@link #problem} tells, or none is configured.
     */
    public Optional<String> address() {
        try {
            return device.isEmpty()
                    ? Optional.empty()
                    : found().flatMap(link -> ipv4(link).findFirst());
        } catch (UncheckedIOException e) {
            LOG.debug("{} has no known address", device, e);
            return Optional.empty();
        }
    }

    private Optional<String> lookedAt() {
        String which = device + " (STORAGE_INTERFACE)";
        Optional<NetworkInterface> found = found();
        if (found.isEmpty()) {
            return Optional.of("there is no interface " + which
                    + "; make it, such as with ip link add link eth1 name eth1.100 type vlan id 100");
        }
        if (!up(found.get())) {
            return Optional.of(which + " is down; ip link set dev " + device + " up");
        }
        Optional<Integer> tag = tag();
        if (tenants.isPresent() && tag.isPresent() && within(tenants.get(), tag.get())) {
            return Optional.of(
                    which + " has VLAN tag " + tag.get() + ", which a tenant's network may have; leave it out"
                            + " of VNET_MINVLAN to VNET_MAXVLAN on every host");
        }
        return ipv4(found.get()).findAny().isPresent()
                ? Optional.empty()
                : Optional.of(which + " has no IPv4 address; give it one of the storage network");
    }

    private Optional<NetworkInterface> found() {
        try {
            return Optional.ofNullable(NetworkInterface.getByName(device));
        } catch (SocketException e) {
            throw new UncheckedIOException("the interfaces of this host cannot be listed", e);
        }
    }

    private static boolean up(NetworkInterface link) {
        try {
            return link.isUp();
        } catch (SocketException e) {
            throw new UncheckedIOException("interface " + link.getName() + " cannot be looked at", e);
        }
    }

    private static Stream<String> ipv4(NetworkInterface link) {
        return link.getInterfaceAddresses().stream()
                .map(InterfaceAddress::getAddress)
                .filter(Inet4Address.class::isInstance)
                .map(InetAddress::getHostAddress);
    }

    private static boolean within(Tags tags, int tag) {
        return tags.first() <= tag && tag <= tags.last();
    }

    /** The tag of a VLAN interface; empty for others, and where the kernel has no VLANs. */
    private Optional<Integer> tag() {
        try {
            // eth1.100       | 100  | eth1
            Matcher matcher = Pattern.compile("^" + Pattern.quote(device) + " *\\| *([0-9]+) *\\|", Pattern.MULTILINE)
                    .matcher(Files.readString(vlans));
            return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(vlans + " cannot be read", e);
        }
    }
}
