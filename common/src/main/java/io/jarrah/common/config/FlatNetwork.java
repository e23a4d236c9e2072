package io.jarrah.common.config;

import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.net.Ipv4Prefix;
import java.util.List;
import java.util.Optional;

/**
 * The site's own network that instances are in when {@code VNET_MODE} is STATIC or SYSTEM, as {@code jarrah.conf} says.
 *
 * @param mode STATIC or SYSTEM
 * @param prefix the network's; empty when nothing is said of it, which only SYSTEM allows
 * @param broadcast address told to instances
 * @param router address told to instances
 * @param dns addresses of name servers told to instances
 * @param ntp addresses of time servers told to instances
 * @param pairs what instances get; none in mode SYSTEM
 */
public record FlatNetwork(
        VnetMode mode,
        Optional<Ipv4Prefix> prefix,
        Optional<String> broadcast,
        Optional<String> router,
        List<String> dns,
        List<String> ntp,
        MacMap pairs) {
    /** Whether the mode is one of these: instances are in the site's own network, without anything of ours between. */
    public static boolean isFlat(VnetMode mode) {
        return mode == VnetMode.STATIC || mode == VnetMode.SYSTEM;
    }

    /**
     * Passes what can be served.
     *
     * @throws IllegalArgumentException naming the setting that is missing or contradicts another one
     */
    public FlatNetwork {
        dns = List.copyOf(dns);
        ntp = List.copyOf(ntp);
        if (!isFlat(mode)) {
            throw new IllegalArgumentException("mode " + mode + " has networks of its own");
        }
        broadcast.ifPresent(address -> requireAddress("VNET_BROADCAST", address));
        router.ifPresent(address -> requireAddress("VNET_ROUTER", address));
        dns.forEach(address -> requireAddress("VNET_DNS", address));
        ntp.forEach(address -> requireAddress("VNET_NTP", address));
        if (mode == VnetMode.STATIC) {
            requireStatic(prefix, router, pairs);
        }
    }

    /** Reads the settings of a configuration whose mode is one of these. */
    public static FlatNetwork of(JarrahConf conf) {
        VnetMode mode = conf.get(CcSettings.VNET_MODE);
        if (conf.get(CcSettings.VNET_PUBLICIPS).size() > 0) {
            throw new IllegalArgumentException("VNET_PUBLICIPS has no meaning with VNET_MODE=\"" + mode
                    + "\": an instance's address is the site's own, and nothing is translated; remove it");
        }
        return new FlatNetwork(
                mode,
                prefix(conf),
                text(conf.get(CcSettings.VNET_BROADCAST)),
                text(conf.get(CcSettings.VNET_ROUTER)),
                conf.get(CcSettings.VNET_DNS),
                conf.get(CcSettings.VNET_NTP),
                mode == VnetMode.STATIC ? conf.get(CcSettings.VNET_MACMAP) : new MacMap(List.of()));
    }

    private static Optional<Ipv4Prefix> prefix(JarrahConf conf) {
        if (!conf.isSet(CcSettings.VNET_SUBNET)) {
            return Optional.empty();
        }
        String subnet = conf.get(CcSettings.VNET_SUBNET);
        String mask = conf.get(CcSettings.VNET_NETMASK).strip();
        try {
            Ipv4Prefix prefix =
                    subnet.contains("/") ? Ipv4Prefix.parse(subnet) : Ipv4Prefix.parse(subnet + "/" + length(mask));
            if (!mask.isEmpty() && !prefix.netmask().equals(mask)) {
                throw new IllegalArgumentException("VNET_NETMASK=\"" + mask + "\" is another mask; leave it out");
            }
            return Optional.of(prefix);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("VNET_SUBNET=\"" + subnet + "\": " + e.getMessage(), e);
        }
    }

    private static int length(String mask) {
        int bits = Ipv4Prefix.address(mask)
                .orElseThrow(() -> new IllegalArgumentException("it needs a prefix length, such as 192.168.1.0/24, or"
                        + " VNET_NETMASK, such as 255.255.255.0"));
        int length = Integer.numberOfLeadingZeros(~bits);
        if (bits != (length == 0 ? 0 : -1 << (Integer.SIZE - length))) {
            throw new IllegalArgumentException("VNET_NETMASK=\"" + mask + "\" is no mask");
        }
        return length;
    }

    private static void requireStatic(Optional<Ipv4Prefix> prefix, Optional<String> router, MacMap pairs) {
        Ipv4Prefix net = prefix.orElseThrow(() -> new IllegalArgumentException(
                "VNET_MODE=\"STATIC\" needs VNET_SUBNET, the prefix of the site's network, such as 192.168.1.0/24"));
        if (pairs.pairs().isEmpty()) {
            throw new IllegalArgumentException(
                    "VNET_MODE=\"STATIC\" needs VNET_MACMAP, the addresses instances get, such as"
                            + " \"AA:DD:11:CE:FF:ED=192.168.1.3 AA:DD:11:CE:FF:EE=192.168.1.4\"");
        }
        router.filter(address -> Ipv4Prefix.address(address).filter(net::isHost).isEmpty())
                .ifPresent(address -> {
                    throw new IllegalArgumentException("VNET_ROUTER=\"" + address + "\" is no host of " + net
                            + ", so instances could not reach it");
                });
        for (MacMap.Pair pair : pairs.pairs()) {
            if (Ipv4Prefix.address(pair.address()).filter(net::isHost).isEmpty()
                    || router.filter(pair.address()::equals).isPresent()) {
                throw new IllegalArgumentException("VNET_MACMAP has \"" + pair.mac() + "=" + pair.address()
                        + "\", which is no host of VNET_SUBNET " + net + ", or the router");
            }
        }
    }

    private static void requireAddress(String setting, String address) {
        if (Ipv4Prefix.address(address).isEmpty()) {
            throw new IllegalArgumentException(
                    setting + " has something that is not an IPv4 address: \"" + address + "\"");
        }
    }

    private static Optional<String> text(String value) {
        return Optional.of(value.strip()).filter(present -> !present.isEmpty());
    }
}
