package io.jarrah.cloud.bench;

import io.jarrah.cloud.bench.os.Namespace;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.log.LogSetup;
import io.jarrah.common.os.ProcessCommandRunner;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The measuring half of {@code tools/bench network}; the script makes the namespaces, and starts this in one of them. */
@Command(name = "network-bench", description = "Measures the network; normally called by tools/bench.")
public final class NetworkBenchMain implements Callable<Integer> {
    @Option(names = "--rows", required = true, description = "File to add figures to.")
    private @Nullable Path rows;

    @Option(names = "--work", required = true, description = "Directory for state, removed by the caller.")
    private @Nullable Path work;

    @Option(names = "--script", required = true, description = "The script that sends packets.")
    private @Nullable Path script;

    @Option(names = "--namespaces", required = true, description = "What the names of the namespaces begin with.")
    private String prefix = "";

    @Option(
            names = "--parts",
            split = ",",
            defaultValue = "cluster,node,packets,change",
            description = "What to measure.")
    private Set<String> parts = Set.of();

    private NetworkBenchMain() {}

    /** Exit code 0 when the figures were taken, whatever they are. */
    public static void main(String[] args) {
        LogSetup.configure("OFF", false);
        System.exit(new CommandLine(new NetworkBenchMain()).execute(args));
    }

    private Namespace space(String name) {
        return new Namespace(prefix + name, new ProcessCommandRunner());
    }

    private PacketBench.Pair pair(String name) {
        return new PacketBench.Pair(
                space(name), space(name + "-a"), prefix + name + "-a", space(name + "-b"), prefix + name + "-b");
    }

    private static Path required(@Nullable Path path) {
        if (path == null) {
            throw new IllegalArgumentException("an option is missing");
        }
        return path.toAbsolutePath();
    }

    @Override
    public Integer call() throws Exception {
        Path directory = required(work);
        Figures figures = new Figures(required(rows), System.err);
        SampleNetwork sample = new SampleNetwork(new AccountId("200000000000"));
        NetworkDocument document = sample.document(1);
        figures.say(document.segments().size() + " networks, "
                + document.endpoints().size() + " instances, "
                + document.groups().stream()
                        .mapToInt(group -> group.rules().size())
                        .sum() + " rules");
        if (parts.contains("cluster")) {
            ClusterBench cluster = new ClusterBench(figures, sample);
            cluster.plan(document);
            cluster.peer(space("nat"), space("nat-peer"));
            cluster.apply(document, new ProcessCommandRunner(), directory.resolve("net"));
        }
        if (parts.contains("node")) {
            NodeBench node = new NodeBench(figures, directory);
            node.plan(document);
            node.peer(document, space("ours"), space("peer"));
            node.apply(document, space("nc"));
        }
        if (parts.contains("packets")) {
            new PacketBench(figures, directory, required(script)).run(sample, pair("ours"), pair("peer"));
        }
        if (parts.contains("change")) {
            new ChangeBench(figures, directory, required(script))
                    .run(space("nc"), space("guest"), prefix + "guest", space("out"));
        }
        return 0;
    }
}
