package io.jarrah.tools.admin;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code admin instance-type}. */
@Command(
        name = "instance-type",
        description = "Instance types users may ask for.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class InstanceTypeCommand {
    private static final List<String> COLUMNS = List.of("name", "vcpus", "memoryMib", "diskGib");

    @ParentCommand
    private AdminMain admin;

    @Command(description = "Define a type, or change one for instances started from now on.")
    void define(
            @Option(names = "--vcpus", required = true, description = "1 to 512.") int vcpus,
            @Option(names = "--memory", required = true, description = "MiB.") int memory,
            @Option(names = "--disk", required = true, description = "Root disk, GiB.") int disk,
            @Parameters(paramLabel = "NAME", description = "Such as m1.small.") String name) {
        admin.one(
                "DefineInstanceType",
                Map.of("name", name, "vcpus", vcpus, "memoryMib", memory, "diskGib", disk),
                COLUMNS);
    }

    @Command(description = "List the types.")
    void list() {
        admin.list("ListInstanceTypes", Map.of(), "instanceTypes", COLUMNS);
    }

    @Command(description = "Hide a type; instances that have it keep it.")
    void hide(@Parameters(paramLabel = "NAME") String name) {
        admin.one("HideInstanceType", Map.of("name", name), List.of("name"));
    }
}
