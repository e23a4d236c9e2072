package io.jarrah.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code admin component}. */
@Command(
        name = "component",
        description = "The cloud's components: who belongs to it, and may speak with the others.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ComponentCommand {
    private static final List<String> COLUMNS =
            List.of("role", "name", "cluster", "state", "duty", "endpoint", "lastSeen");

    @ParentCommand
    private AdminMain admin;

    @Command(
            description = "Register a component and print the one-time token by which it joins: its JOIN_TOKEN_FILE."
                    + " Registering a cc makes its availability zone.")
    void register(
            @Option(names = "--role", required = true, description = "walrus, cc, sc or nc.") String role,
            @Option(names = "--name", required = true, description = "Unique in its role; a DNS label.") String name,
            @Option(names = "--cluster", description = "The cluster of a cc, sc or nc.") @Nullable String cluster,
            @Option(names = "--standby", description = "Of a cc: the cluster's second one; set VNET_VIRTUALIP on both.")
                    boolean standby) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("role", role);
        request.put("name", name);
        if (cluster != null) {
            request.put("cluster", cluster);
        }
        if (standby) {
            request.put("standby", true);
        }
        JsonNode answer = admin.call("RegisterComponent", request);
        admin.printer().text(answer, answer.path("joinToken").asText());
        admin.note("Put the token into a file that only root can read on the new component's host, and name the file as"
                + " JOIN_TOKEN_FILE in its jarrah.conf. It is good once, until "
                + answer.path("expires").asText() + ".");
    }

    @Command(description = "List all components: joined, awaited or deregistered.")
    void list() {
        admin.list("ListComponents", Map.of(), "components", COLUMNS);
    }

    @Command(description = "Deregister a component; nobody accepts it from then on.")
    void deregister(
            @Option(names = "--role", required = true, description = "walrus, cc, sc or nc.") String role,
            @Option(names = "--name", required = true, description = "Its name.") String name) {
        admin.one("DeregisterComponent", Map.of("role", role, "name", name), COLUMNS);
    }
}
