package io.jarrah.cc.os;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.CommandRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ip}: what interfaces, routes and neighbours there are, and batches of changes. */
public final class IpCommand {
    static final String IP = "/usr/sbin/ip";
    private static final String UNKNOWN_KIND = "Unknown device type";
    /** How ip -N may print 802.1Q: its EtherType, 0x8100. */
    private static final String NUMERIC_CUSTOMER = "[33024]";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CommandRunner runner;

    public IpCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /** Every interface of this network namespace; groups as numbers, whatever names the administrator gave them. */
    public List<Link> links() {
        return parseLinks(
                runner.run(Command.of(IP, "-N", "-j", "-d", "addr", "show")).stdout());
    }

    /** IPv4 routes of the main table out of that interface. */
    public List<Route> routes(String device) {
        return parseRoutes(runner.run(Command.of(IP, "-N", "-j", "-4", "route", "show", "dev", device))
                .stdout());
    }

    /** IPv4 neighbours on that interface. */
    public List<Neighbour> neighbours(String device) {
        return parseNeighbours(runner.run(Command.of(IP, "-N", "-j", "-4", "neigh", "show", "dev", device))
                .stdout());
    }

    static List<Route> parseRoutes(String json) {
        List<Route> routes = new ArrayList<>();
        for (JsonNode entry : parse(json)) {
            routes.add(new Route(
                    entry.path("dst").asText(""),
                    entry.path("gateway").asText(""),
                    entry.path("prefsrc").asText("")));
        }
        return routes;
    }

    static List<Neighbour> parseNeighbours(String json) {
        List<Neighbour> neighbours = new ArrayList<>();
        for (JsonNode entry : parse(json)) {
            neighbours.add(new Neighbour(
                    entry.path("dst").asText(""),
                    entry.path("lladdr").asText(""),
                    entry.path("state").toString().contains("PERMANENT")));
        }
        return neighbours;
    }

    /** Carries out the lines in order; stops at the first that fails. */
    public void batch(List<String> lines) {
        if (!lines.isEmpty()) {
            runner.run(Command.of(IP, "-batch", "-").withStdin(String.join("\n", lines) + "\n"));
        }
    }

    /** Whether the kernel has VLAN interfaces, or can load what makes them. Changes nothing: no interface can have the tag 4095. */
    public boolean hasVlans(String device) {
        CommandResult result =
                runner.run(Command.of(IP, "link", "add", "link", device, "name", "jprobe", "type", "vlan", "id", "4095")
                        .acceptingExitCodes(2));
        return !result.stderr().contains(UNKNOWN_KIND);
    }

    static List<Link> parseLinks(String json) {
        List<Link> links = new ArrayList<>();
        for (JsonNode entry : parse(json)) {
            if (entry.hasNonNull("ifname")) {
                links.add(parseLink(entry));
            }
        }
        return links;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("ip printed something that is not JSON", e);
        }
    }

    private static Link parseLink(JsonNode entry) {
        JsonNode info = entry.path("linkinfo");
        String kind = info.path("info_kind").asText("");
        return new Link(
                entry.path("ifname").asText(),
                entry.path("ifindex").asInt(),
                kind,
                entry.path("address").asText(""),
                entry.path("mtu").asInt(),
                hasFlag(entry, "UP"),
                Optional.ofNullable(entry.path("master").textValue()),
                entry.path("group").asInt(0),
                // Where IPv6 is switched off there is no such setting, and no address either.
                entry.path("inet6_addr_gen_mode").asText("none").equals("none"),
                addresses(entry, "inet"),
                kind.equals("vxlan") ? Optional.of(vxlan(info.path("info_data"))) : Optional.empty(),
                kind.equals("vlan") ? Optional.of(vlan(entry, info.path("info_data"))) : Optional.empty(),
                labels(entry),
                addresses(entry, "inet6"));
    }

    private static boolean hasFlag(JsonNode entry, String flag) {
        for (JsonNode value : entry.path("flags")) {
            if (value.asText().equals(flag)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> addresses(JsonNode entry, String family) {
        List<String> addresses = new ArrayList<>();
        for (JsonNode address : entry.path("addr_info")) {
            if (address.path("family").asText().equals(family)) {
                addresses.add(prefix(address));
            }
        }
        return addresses;
    }

    private static Map<String, String> labels(JsonNode entry) {
        Map<String, String> labels = new HashMap<>();
        for (JsonNode address : entry.path("addr_info")) {
            String label = address.path("label").asText("");
            if (!label.isEmpty() && !label.equals(entry.path("ifname").asText())) {
                labels.put(prefix(address), label);
            }
        }
        return labels;
    }

    private static String prefix(JsonNode address) {
        return address.path("local").asText() + "/" + address.path("prefixlen").asInt();
    }

    private static Link.Vlan vlan(JsonNode entry, JsonNode data) {
        String protocol = data.path("protocol").asText("");
        return new Link.Vlan(
                data.path("id").asInt(),
                protocol.equals(NUMERIC_CUSTOMER) ? Link.Vlan.CUSTOMER : protocol,
                entry.path("link").asText(""));
    }

    private static Link.Vxlan vxlan(JsonNode data) {
        return new Link.Vxlan(
                data.path("id").asInt(),
                data.path("local").asText(""),
                data.path("link").asText(""),
                data.path("port").asInt(),
                data.path("learning").asBoolean(true));
    }
}
