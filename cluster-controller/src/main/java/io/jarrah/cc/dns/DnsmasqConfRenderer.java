package io.jarrah.cc.dns;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Renders dnsmasq's configuration: names only, neither DHCP nor TFTP. Pure. */
final class DnsmasqConfRenderer {
    /** Seconds, as EC2's name server says; a name is a spelling of an address, so an old answer is not a wrong one. */
    private static final int LOCAL_TTL = 60;

    private static final int CACHED_NAMES = 10_000;
    /** Questions that wait for another server. What is beyond is refused; names of instances are answered all the same. */
    private static final int WAITING = 1024;

    private static final int CONNECTIONS = 128;

    private DnsmasqConfRenderer() {}

    /**
     * The whole file.
     *
     * @param hosts the directory of names; dnsmasq follows what changes in it
     * @param user whom dnsmasq becomes once it has its port
     */
    static String render(DnsSettings settings, Path hosts, String user) {
        List<String> lines = new ArrayList<>();
        lines.add("# Written by Jarrah's cluster controller; what is changed here is lost.");
        lines.add("port=" + settings.port());
        // The firewall keeps all but tenants away, and IPv6 altogether; this keeps away all but tenants as well.
        lines.add("interface=" + settings.interfaces());
        lines.add("user=" + user);
        lines.add("group=nogroup");
        lines.add("pid-file=");
        lines.add("no-hosts");
        lines.add("hostsdir=\"" + hosts + "\"");
        lines.add("local-ttl=" + LOCAL_TTL);
        lines.add("domain-needed");
        lines.add("bogus-priv");
        settings.domains().forEach(domain -> lines.add("local=/" + domain + "/"));
        settings.reverseZones().forEach(zone -> lines.add("local=/" + zone + "/"));
        if (settings.servers().isEmpty()) {
            lines.add("resolv-file=/etc/resolv.conf");
        } else {
            lines.add("no-resolv");
            settings.servers().forEach(server -> lines.add("server=" + server));
        }
        lines.add("cache-size=" + CACHED_NAMES);
        lines.add("dns-forward-max=" + WAITING);
        lines.add("max-tcp-connections=" + CONNECTIONS);
        return String.join("\n", lines) + "\n";
    }
}
