package io.jarrah.tools.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code admin key}. */
@Command(
        name = "key",
        description = "Access keys; a user has two at most.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class KeyCommand {
    private static final List<String> COLUMNS = List.of("accessKeyId", "account", "user", "active", "created");

    @ParentCommand
    private AdminMain admin;

    @Command(description = "Make an access key. Its secret is shown this once.")
    void create(
            @Option(names = "--account", required = true, description = "Name or id of the account.") String account,
            @Option(names = "--user", description = "The user; the root user unless given.") @Nullable String user) {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("account", account);
        if (user != null) {
            request.put("user", user);
        }
        admin.one("CreateAccessKey", request, List.of("accessKeyId", "secretAccessKey", "account", "user"));
    }

    @Command(description = "List the access keys of an account's users.")
    void list(
            @Option(names = "--account", required = true, description = "Name or id of the account.") String account) {
        admin.list("ListAccessKeys", Map.of("account", account), "accessKeys", COLUMNS);
    }

    @Command(description = "Delete an access key; it is refused at once.")
    void delete(@Parameters(paramLabel = "ACCESS-KEY-ID") String accessKeyId) {
        admin.one("DeleteAccessKey", Map.of("accessKeyId", accessKeyId), COLUMNS);
    }
}
