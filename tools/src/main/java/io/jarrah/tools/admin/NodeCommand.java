package io.jarrah.tools.admin;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code admin node}. */
@Command(
        name = "node",
        description = "The hosts of instances.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class NodeCommand {
    @ParentCommand
    private AdminMain admin;

    @Command(description = "List the nodes with their health and room.")
    void list() {
        admin.list(
                "ListNodes",
                Map.of(),
                "nodes",
                List.of(
                        "name",
                        "cluster",
                        "health",
                        "hypervisor",
                        "available/vcpus",
                        "total/vcpus",
                        "available/memoryMib",
                        "total/memoryMib",
                        "available/diskGib",
                        "total/diskGib",
                        "message"));
    }
}
