package io.jarrah.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code admin group}. */
@Command(
        name = "group",
        description = "Security groups.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = GroupCommand.Rules.class)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class GroupCommand {
    @ParentCommand
    private AdminMain admin;

    /** {@code admin group rules}. */
    @Command(
            name = "rules",
            description = "The rules of a group as text, in the language of Wakame-vdc (docs/security-groups.md).",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "COMMAND")
    static final class Rules {
        @ParentCommand
        private GroupCommand parent;

        @Command(description = "Print the rules, a line each.")
        void export(
                @Option(names = "--account", required = true, description = "Name or id of the account.")
                        String account,
                @Option(names = "--egress", description = "What members may reach, not what may reach them.")
                        boolean egress,
                @Parameters(paramLabel = "GROUP", description = "Its name or id.") String group) {
            JsonNode answer = parent.admin.call("ExportSecurityGroupRules", request(account, group, egress));
            parent.admin.printer().text(answer, answer.path("rules").asText().stripTrailing());
        }

        @Command(
                name = "import",
                description = "Make the rules those of a text: all of them or, when a line is bad, none.")
        void importRules(
                @Option(names = "--account", required = true, description = "Name or id of the account.")
                        String account,
                @Option(names = "--egress", description = "What members may reach, not what may reach them.")
                        boolean egress,
                @Parameters(paramLabel = "GROUP", description = "Its name or id.") String group,
                @Parameters(paramLabel = "FILE", description = "The text; - is standard input.") String file) {
            Map<String, Object> request = request(account, group, egress);
            request.put("rules", read(file));
            parent.admin.one(
                    "ImportSecurityGroupRules",
                    request,
                    List.of("groupId", "groupName", "added", "removed", "unchanged"));
        }

        private static Map<String, Object> request(String account, String group, boolean egress) {
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("account", account);
            request.put("group", group);
            request.put("egress", egress);
            return request;
        }

        private static String read(String file) {
            try {
                byte[] bytes = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
                return new String(bytes, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new AdminException("cannot read " + file + ": " + e.getMessage(), new UncheckedIOException(e));
            }
        }
    }
}
