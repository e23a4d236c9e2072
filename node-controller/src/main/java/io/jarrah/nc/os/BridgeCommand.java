package io.jarrah.nc.os;

import com.fasterxml.jackson.databind.JsonNode;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import java.util.ArrayList;
import java.util.List;

/** The {@code bridge} program of iproute2: forwarding entries of VXLAN links. */
public final class BridgeCommand {
    private static final String PROGRAM = "/usr/sbin/bridge";
    private static final String ANY = "00:00:00:00:00:00";

    private final CommandRunner runner;

    public BridgeCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /**
     * A flood entry: frames for everybody, or for an unknown address, go to that peer too.
     *
     * @param device the VXLAN link
     * @param peer IPv4 address of the other tunnel end
     */
    public record Flood(String device, String peer) {}

    /** All flood entries of this network namespace. */
    public List<Flood> floods() {
        return parse(runner.run(Command.of(PROGRAM, "-json", "fdb", "show")).stdout());
    }

    /** Removes and adds flood entries; stops at the first that fails. */
    public void change(List<Flood> remove, List<Flood> add) {
        List<String> lines = new ArrayList<>();
        remove.forEach(flood -> lines.add("fdb del " + ANY + " dev " + flood.device() + " dst " + flood.peer()));
        add.forEach(flood -> lines.add("fdb append " + ANY + " dev " + flood.device() + " dst " + flood.peer()));
        if (!lines.isEmpty()) {
            runner.run(Command.of(PROGRAM, "-batch", "-").withStdin(String.join("\n", lines) + "\n"));
        }
    }

    static List<Flood> parse(String json) {
        List<Flood> floods = new ArrayList<>();
        for (JsonNode node : IpCommand.read(json)) {
            if (node.path("mac").asText().equals(ANY) && node.has("dst")) {
                floods.add(
                        new Flood(node.path("ifname").asText(), node.path("dst").asText()));
            }
        }
        return floods;
    }
}
