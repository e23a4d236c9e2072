package io.jarrah.nc.os;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code ip} program of iproute2: links and addresses, read as JSON, changed in batches. */
public final class IpCommand {
    private static final String PROGRAM = "/usr/sbin/ip";
    /** What it says of a kind of link that the kernel does not know. */
    public static final String UNKNOWN_KIND = "Unknown device type";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CommandRunner runner;

    public IpCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /**
     * A network interface.
     *
     * @param name at most 15 characters
     * @param kind vxlan, bridge, tun, veth and so on; empty for hardware
     * @param mtu bytes
     * @param up whether it was set up by an administrator
     * @param bridge the bridge it is plugged into
     * @param vxlan what a VXLAN link tunnels
     * @param vlan which frames a VLAN link has
     * @param ipv6 whether the host has an IPv6 address on it; only known when addresses were asked for
     */
    public record Link(
            String name,
            String kind,
            int mtu,
            boolean up,
            Optional<String> bridge,
            Optional<VxlanInfo> vxlan,
            Optional<VlanInfo> vlan,
            boolean ipv6) {}

    /**
     * A VXLAN link's parameters.
     *
     * @param id VXLAN network identifier
     * @param local IPv4 address packets are sent from
     * @param device interface packets are sent through
     * @param port UDP port
     */
    public record VxlanInfo(int id, String local, String device, int port) {}

    /**
     * A VLAN link's parameters.
     *
     * @param id tag, 0 to 4094
     * @param protocol 802.1Q or 802.1ad
     * @param device interface whose tagged frames it has
     */
    public record VlanInfo(int id, String protocol, String device) {
        /** Frames with that one tag. */
        public static VlanInfo tagged(int id, String device) {
            return new VlanInfo(id, "802.1Q", device);
        }
    }

    /** All links of this network namespace. */
    public List<Link> links() {
        return parseLinks(runner.run(Command.of(PROGRAM, "-json", "-details", "link", "show"))
                .stdout());
    }

    /**
     * What one look shows.
     *
     * @param links all links of this network namespace
     * @param address the first global IPv4 address of the interface asked about; empty when it has none
     */
    public record Interfaces(List<Link> links, Optional<String> address) {}

    /** All links, and the address of that one. */
    public Interfaces interfaces(String device) {
        String json = runner.run(Command.of(PROGRAM, "-json", "-details", "address", "show"))
                .stdout();
        return new Interfaces(parseLinks(json), parseAddress(json, device));
    }

    /** Carries the lines out in order, each without the leading {@code ip}; stops at the first that fails. */
    public void batch(List<String> lines) {
        if (!lines.isEmpty()) {
            runner.run(Command.of(PROGRAM, "-batch", "-").withStdin(String.join("\n", lines) + "\n"));
        }
    }

    static List<Link> parseLinks(String json) {
        List<Link> links = new ArrayList<>();
        for (JsonNode node : read(json)) {
            if (node.path("ifname").isMissingNode()) {
                continue;
            }
            JsonNode info = node.path("linkinfo");
            String kind = info.path("info_kind").asText("");
            links.add(new Link(
                    node.path("ifname").asText(),
                    kind,
                    node.path("mtu").asInt(),
                    contains(node.path("flags"), "UP"),
                    Optional.ofNullable(node.path("master").textValue()),
                    kind.equals("vxlan") ? Optional.of(vxlan(info.path("info_data"))) : Optional.empty(),
                    kind.equals("vlan") ? Optional.of(vlan(node, info.path("info_data"))) : Optional.empty(),
                    ipv6(node.path("addr_info"))));
        }
        return links;
    }

    static Optional<String> parseAddress(String json, String device) {
        for (JsonNode node : read(json)) {
            if (node.path("ifname").asText().equals(device)) {
                for (JsonNode address : node.path("addr_info")) {
                    if (address.path("family").asText().equals("inet")
                            && address.path("scope").asText().equals("global")) {
                        return Optional.of(address.path("local").asText());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static VxlanInfo vxlan(JsonNode data) {
        return new VxlanInfo(
                data.path("id").asInt(),
                data.path("local").asText(""),
                data.path("link").asText(""),
                data.path("port").asInt());
    }

    private static VlanInfo vlan(JsonNode node, JsonNode data) {
        return new VlanInfo(
                data.path("id").asInt(),
                data.path("protocol").asText(""),
                node.path("link").asText(""));
    }

    private static boolean ipv6(JsonNode addresses) {
        for (JsonNode address : addresses) {
            if (address.path("family").asText().equals("inet6")) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(JsonNode array, String value) {
        for (JsonNode item : array) {
            if (item.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json.isBlank() ? "[]" : json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("iproute2 answered something that is not JSON", e);
        }
    }
}
