package io.jarrah.cc.os;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code bridge}: the forwarding entries of VXLAN interfaces, which say at which of their other ends a MAC address is. */
public final class BridgeCommand {
    /** The address whose entries say where to send broadcasts and unknown destinations. */
    public static final String FLOOD = "00:00:00:00:00:00";

    static final String BRIDGE = "/usr/sbin/bridge";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CommandRunner runner;

    public BridgeCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /** Flood destinations of every VXLAN interface, by interface name. */
    public Map<String, Set<String>> floodEntries() {
        return parseFloodEntries(
                runner.run(Command.of(BRIDGE, "-j", "fdb", "show")).stdout());
    }

    /** Everything that VXLAN interface forwards to other ends. */
    public List<ForwardingEntry> entries(String device) {
        return parseEntries(runner.run(Command.of(BRIDGE, "-j", "fdb", "show", "dev", device))
                .stdout());
    }

    static List<ForwardingEntry> parseEntries(String json) {
        List<ForwardingEntry> entries = new ArrayList<>();
        for (JsonNode entry : parse(json)) {
            if (entry.hasNonNull("dst")) {
                entries.add(new ForwardingEntry(
                        entry.path("mac").asText(), entry.path("dst").asText()));
            }
        }
        return entries;
    }

    /** Carries out the lines in order; stops at the first that fails. */
    public void batch(List<String> lines) {
        if (!lines.isEmpty()) {
            runner.run(Command.of(BRIDGE, "-batch", "-").withStdin(String.join("\n", lines) + "\n"));
        }
    }

    static Map<String, Set<String>> parseFloodEntries(String json) {
        Map<String, Set<String>> entries = new TreeMap<>();
        for (JsonNode entry : parse(json)) {
            if (entry.path("mac").asText().equals(FLOOD) && entry.hasNonNull("dst")) {
                entries.computeIfAbsent(entry.path("ifname").asText(), name -> new TreeSet<>())
                        .add(entry.path("dst").asText());
            }
        }
        return entries;
    }

    /** It prints nothing at all when there is nothing. */
    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json.isBlank() ? "[]" : json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("bridge printed something that is not JSON", e);
        }
    }
}
