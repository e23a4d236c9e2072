package io.jarrah.tools.admin;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code admin user}. */
@Command(
        name = "user",
        description = "Users of an account; the root user is there by itself.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class UserCommand {
    private static final List<String> COLUMNS = List.of("id", "name", "arn", "created");

    @ParentCommand
    private AdminMain admin;

    @Command(description = "Make a user.")
    void create(
            @Option(names = "--account", required = true, description = "Name or id of the account.") String account,
            @Option(names = "--path", defaultValue = "/", description = "IAM path; ${DEFAULT-VALUE} unless given.")
                    String path,
            @Parameters(paramLabel = "NAME", description = "1 to 64 letters, digits and +=,.@_-") String name) {
        admin.one("CreateUser", Map.of("account", account, "name", name, "path", path), COLUMNS);
    }

    @Command(description = "List the users of an account.")
    void list(
            @Option(names = "--account", required = true, description = "Name or id of the account.") String account) {
        admin.list("ListUsers", Map.of("account", account), "users", COLUMNS);
    }

    @Command(description = "Delete a user who has no access keys any more.")
    void delete(
            @Option(names = "--account", required = true, description = "Name or id of the account.") String account,
            @Parameters(paramLabel = "NAME") String name) {
        admin.one("DeleteUser", Map.of("account", account, "name", name), COLUMNS);
    }
}
