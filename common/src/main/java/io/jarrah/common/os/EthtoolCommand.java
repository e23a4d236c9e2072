package io.jarrah.common.os;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import java.util.TreeSet;

/** {@code ethtool}: what an interface does to packets on its own. */
public final class EthtoolCommand {
    /** Path of the program, of Debian's package ethtool. */
    public static final String ETHTOOL = "/usr/sbin/ethtool";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CommandRunner runner;

    public EthtoolCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /** Features of the interface that are switched on, by the names of {@code ethtool -k}, such as large-receive-offload. */
    public Set<String> features(String device) {
        String json = runner.run(Command.of(ETHTOOL, "--json", "-k", device)).stdout();
        try {
            Set<String> active = new TreeSet<>();
            JSON.readTree(json).path(0).properties().forEach(feature -> {
                if (isActive(feature.getValue())) {
                    active.add(feature.getKey());
                }
            });
            return active;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("ethtool printed no JSON about " + device + ": " + json, e);
        }
    }

    private static boolean isActive(JsonNode feature) {
        return feature.path("active").asBoolean();
    }
}
