package io.jarrah.tools.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.common.log.LogSetup;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.tools.bench.os.GuestShell;
import io.jarrah.tools.bench.os.QemuImg;
import io.jarrah.tools.bench.os.Virsh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The measuring half of {@code tools/bench}; the script starts and stops what is measured. */
@Command(
        name = "bench",
        description = "Measures a running cloud; normally called by tools/bench.",
        subcommands = CommandLine.HelpCommand.class)
public final class BenchMain {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BenchMain() {}

    /** Exit code 0 when the figures were taken, whatever they are. */
    public static void main(String[] args) {
        LogSetup.configure("WARN", false);
        System.exit(new CommandLine(new BenchMain()).execute(args));
    }

    @Command(name = "api", description = "RunInstances and DescribeInstances answer times.")
    int api(
            @Option(names = "--rows", required = true, description = "File to add figures to.") Path rows,
            @Option(names = "--instances", defaultValue = "1000", description = "Instances to describe.") int instances)
            throws IOException, InterruptedException {
        try (CloudAccess cloud = new CloudAccess(System.getenv())) {
            add(rows, new ApiBench(cloud, instances, System.err).run());
        }
        return 0;
    }

    @Command(name = "launch", description = "Launch-to-running against virsh create.")
    int launch(
            @Option(names = "--rows", required = true, description = "File to add figures to.") Path rows,
            @Option(names = "--work", required = true, description = "Directory for the peer's disks.") Path work,
            @Option(names = "--rounds", defaultValue = "10", description = "Rounds, after one to warm up.") int rounds,
            @Parameters(arity = "1..*", description = "libvirt URI of every node.") List<String> uris)
            throws IOException, InterruptedException {
        CommandRunner runner = new ProcessCommandRunner();
        List<Virsh> nodes = uris.stream().map(uri -> new Virsh(runner, uri)).toList();
        try (CloudAccess cloud = new CloudAccess(System.getenv())) {
            add(rows, new LaunchBench(cloud, nodes, new QemuImg(runner), work, rounds, System.err).run());
        }
        return 0;
    }

    @Command(
            name = "volume",
            description = "Volumes and snapshots: made, attached, read and written, against a local file.")
    int volume(
            @Option(names = "--rows", required = true, description = "File to add figures to.") Path rows,
            @Option(names = "--work", required = true, description = "Directory for the local file.") Path work,
            @Option(names = "--volumes", required = true, description = "Where the storage controller has volumes.")
                    Path volumes,
            @Option(names = "--instance", required = true, description = "A running instance.") String instance,
            @Option(names = "--uri", required = true, description = "libvirt URI of its node.") String uri,
            @Option(names = "--rounds", defaultValue = "10", description = "Rounds, after one to warm up.") int rounds,
            @Parameters(arity = "1..*", description = "Command that runs what follows it in the guest.")
                    List<String> shell)
            throws IOException, InterruptedException {
        CommandRunner runner = new ProcessCommandRunner();
        GuestShell guest = new GuestShell(runner, shell);
        try (CloudAccess cloud = new CloudAccess(System.getenv())) {
            String zone = cloud.describe(instance).placement().availabilityZone();
            add(rows, new SnapshotBench(cloud, zone, volumes, rounds, System.err).run());
            add(rows, new VolumeBench(cloud, new Virsh(runner, uri), guest, instance, work, rounds, System.err).run());
        }
        return 0;
    }

    @Command(name = "row", description = "Adds a figure that the script measured itself; less is better.")
    int row(
            @Option(names = "--rows", required = true, description = "File to add the figure to.") Path rows,
            @Option(names = "--name", required = true) String name,
            @Option(names = "--ours", required = true) double ours,
            @Option(names = "--peer", required = true) double peer,
            @Option(names = "--unit", required = true) String unit)
            throws IOException {
        add(rows, List.of(Row.lessIsBetter(name, ours, peer, unit)));
        return 0;
    }

    @Command(name = "report", description = "Prints the figures.")
    int report(
            @Option(names = "--rows", required = true, description = "File with figures.") Path rows,
            @Option(names = "--json", description = "One object a line.") boolean json)
            throws IOException {
        List<Row> figures = new ArrayList<>();
        for (String line : Files.readAllLines(rows)) {
            figures.add(JSON.readValue(line, Row.class));
        }
        if (json) {
            for (Row figure : figures) {
                System.out.println(JSON.writeValueAsString(figure));
            }
        } else {
            System.out.print(table(figures));
        }
        return 0;
    }

    static String table(List<Row> figures) {
        CommandLine.Help.TextTable table = CommandLine.Help.TextTable.forColumns(
                CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF),
                column(48),
                column(12),
                column(12),
                column(6),
                column(10));
        table.addRowValues("NAME", "OURS", "PEER", "UNIT", "RATIO");
        for (Row figure : figures) {
            table.addRowValues(
                    figure.name(), number(figure.ours()), number(figure.peer()), figure.unit(), number(figure.ratio()));
        }
        return table.toString();
    }

    private static CommandLine.Help.Column column(int width) {
        return new CommandLine.Help.Column(width, 1, CommandLine.Help.Column.Overflow.WRAP);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static void add(Path file, List<Row> figures) throws IOException {
        for (Row figure : figures) {
            Files.writeString(
                    file, JSON.writeValueAsString(figure) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
