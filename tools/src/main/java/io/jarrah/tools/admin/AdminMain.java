package io.jarrah.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code tools/admin}. Exit status: 0 done, 1 refused or failed, 2 wrong command line. */
@Command(
        name = "admin",
        description = "Administers a Jarrah cloud: accounts, users, access keys, components, nodes, instance"
                + " types, rules of security groups.",
        mixinStandardHelpOptions = true,
        version = "Jarrah 0.1",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AccountCommand.class,
            UserCommand.class,
            KeyCommand.class,
            ComponentCommand.class,
            NodeCommand.class,
            InstanceTypeCommand.class,
            GroupCommand.class,
            HelpCommand.class
        },
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY  a key of the cloud administrator's account",
            "  JARRAH_ADMIN_URL or EC2_URL               where the cloud is, unless --endpoint says it",
            "  AWS_REGION                                the cloud's region (us-east-1)",
            "",
            "On the cloud controller: set -a; . /var/lib/jarrah/clc/credentials"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class AdminMain implements Runnable {
    private final Map<String, String> environment;
    private final InstantSource clock;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "Where the cloud controller's API is, such as http://clc.example:8773.")
    private @Nullable String endpoint;

    @Option(names = "--region", paramLabel = "NAME", scope = ScopeType.INHERIT, description = "The cloud's region.")
    private @Nullable String region;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the answer as JSON.")
    private boolean json;

    AdminMain(Map<String, String> environment, InstantSource clock) {
        this.environment = environment;
        this.clock = clock;
    }

    /** Runs a command. */
    public static void main(String[] args) {
        System.exit(run(
                args,
                System.getenv(),
                Clock.systemUTC(),
                new PrintWriter(System.out, true, System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset())));
    }

    static int run(
            String[] args, Map<String, String> environment, InstantSource clock, PrintWriter out, PrintWriter err) {
        return new CommandLine(new AdminMain(environment, clock))
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof AdminException) {
                        command.getErr().println("admin: " + failure.getMessage());
                        return 1;
                    }
                    throw failure;
                })
                .execute(args);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do.");
    }

    JsonNode call(String action, Map<String, ?> request) {
        return AdminClient.of(Optional.ofNullable(endpoint), Optional.ofNullable(region), environment, clock)
                .call(action, request);
    }

    Printer printer() {
        return new Printer(spec.commandLine().getOut(), json);
    }

    void note(String text) {
        spec.commandLine().getErr().println(text);
    }

    void list(String action, Map<String, ?> request, String member, List<String> columns) {
        JsonNode answer = call(action, request);
        printer().rows(answer, answer.path(member), columns);
    }

    void one(String action, Map<String, ?> request, List<String> columns) {
        printer().one(call(action, request), columns);
    }
}
