package io.jarrah.tools.admin;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code admin account}. */
@Command(
        name = "account",
        description = "Accounts, the owners of everything.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class AccountCommand {
    private static final List<String> COLUMNS = List.of("id", "name", "cloudAdministrator", "created");

    @ParentCommand
    private AdminMain admin;

    @Command(description = "Make an account; then make it a key: admin key create --account NAME")
    void create(
            @Parameters(paramLabel = "NAME", description = "3 to 63 lower-case letters, digits, inner hyphens.")
                    String name) {
        admin.one("CreateAccount", Map.of("name", name), COLUMNS);
    }

    @Command(description = "List all accounts.")
    void list() {
        admin.list("ListAccounts", Map.of(), "accounts", COLUMNS);
    }

    @Command(description = "Delete an account that owns nothing any more.")
    void delete(@Parameters(paramLabel = "ACCOUNT", description = "Name or id.") String account) {
        admin.one("DeleteAccount", Map.of("account", account), COLUMNS);
    }
}
