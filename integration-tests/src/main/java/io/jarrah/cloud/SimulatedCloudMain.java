package io.jarrah.cloud;

import io.jarrah.common.lifecycle.Processes;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.log.LogSetup;
import io.jarrah.common.state.DurableFiles;
import io.jarrah.nc.simulated.SimulatedTiming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The cloud in one JVM as a process, for {@code tools/cloud up --simulated}. Runs until SIGTERM. */
@Command(
        name = "simulated-cloud",
        description = "Runs the whole cloud in this process, on simulated nodes.",
        mixinStandardHelpOptions = true)
public final class SimulatedCloudMain implements Callable<Integer> {
    private static final int API_PORT = 8773;
    private static final int S3_PORT = 8780;

    /** Where the ports come from. */
    enum Ports {
        /** 8773 and 8780. */
        FIXED,
        /** Any that are free. */
        ANY
    }

    @Option(names = "--state", required = true, description = "Directory of the cloud's state.")
    private @Nullable Path state;

    @Option(names = "--nodes", defaultValue = "2", description = "Simulated nodes; ${DEFAULT-VALUE} unless given.")
    private int nodes;

    @Option(names = "--ports", defaultValue = "fixed", description = "fixed (8773, 8780) or any.")
    private Ports ports = Ports.FIXED;

    @Option(names = "--announce", description = "File that gets endpoints and credentials once the cloud answers.")
    private @Nullable Path announce;

    @Option(names = "--train", description = "Serve a few requests and end, for the AOT cache.")
    private boolean train;

    private SimulatedCloudMain() {}

    /** Exit status 1 when the cloud cannot start. */
    public static void main(String[] args) {
        LogSetup.configure("INFO", false);
        System.exit(new CommandLine(new SimulatedCloudMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        CloudOptions options = CloudOptions.of(required(state), nodes, SimulatedTiming.REALISTIC);
        if (ports == Ports.FIXED) {
            options = options.withPorts(API_PORT, S3_PORT);
        }
        InProcessCloud cloud = new InProcessCloud(options, Clock.systemUTC());
        if (train) {
            cloud.start();
            new Training(cloud).run();
            cloud.stop();
        } else {
            Processes.runUntilSignal(new Announced(cloud, Optional.ofNullable(announce)));
        }
        return 0;
    }

    private static Path required(@Nullable Path path) {
        if (path == null) {
            throw new IllegalArgumentException("--state is missing");
        }
        return path.toAbsolutePath();
    }

    /** The cloud with its image, made known once it answers. */
    private record Announced(InProcessCloud cloud, Optional<Path> file) implements Service {
        @Override
        public String name() {
            return "the simulated cloud";
        }

        @Override
        public void start() throws Exception {
            cloud.start();
            String image = cloud.sampleImage();
            cloud.awaitNodes();
            if (file.isPresent()) {
                DurableFiles.replace(file.get(), properties(image).getBytes(StandardCharsets.UTF_8));
            }
        }

        private String properties(String image) throws IOException {
            CloudCredentials credentials = cloud.credentials();
            return String.join(
                    "\n",
                    "accessKeyId=" + credentials.accessKeyId(),
                    "secretAccessKey=" + credentials.secretAccessKey(),
                    "ec2Url=" + cloud.ec2Url(),
                    "s3Url=" + cloud.s3Url(),
                    "region=" + InProcessCloud.REGION,
                    "imageId=" + image,
                    "");
        }

        @Override
        public void stop() throws Exception {
            cloud.stop();
        }
    }
}
