package io.jarrah.sc.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyCommandTest {
    private static final Path FROM = Path.of("/volumes/one.raw");
    private static final Path TO = Path.of("/volumes/.two.raw.tmp");

    @Test
    void asksForNothingButWhatIsMeant() throws Exception {
        List<Command> run = new ArrayList<>();
        CopyCommand cp = new CopyCommand(command -> {
            run.add(command);
            return new CommandResult(0, "", "");
        });
        assertThat(cp.reflink(FROM, TO)).isTrue();
        cp.sparse(FROM, TO);
        assertThat(run)
                .extracting(Command::argv)
                .containsExactly(
                        List.of("/usr/bin/cp", "--reflink=always", "--", FROM.toString(), TO.toString()),
                        List.of("/usr/bin/cp", "--sparse=always", "--", FROM.toString(), TO.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cp: failed to clone '/volumes/.two.raw.tmp' from '/volumes/one.raw': Operation not supported\n",
                "cp: failed to clone '/volumes/.two.raw.tmp' from '/volumes/one.raw': Invalid cross-device link\n",
                "cp: failed to clone '/volumes/.two.raw.tmp' from '/volumes/one.raw': Inappropriate ioctl for device\n"
            })
    void aFileSystemWithoutClonesIsNoFailure(String stderr) throws Exception {
        assertThat(failing(1, stderr).reflink(FROM, TO)).isFalse();
    }

    @Test
    void whatFailsOtherwiseIsAFailure() {
        String full = "cp: failed to clone '/volumes/.two.raw.tmp' from '/volumes/one.raw': No space left on device\n";
        assertThatThrownBy(() -> failing(1, full).reflink(FROM, TO)).isInstanceOf(CommandFailedException.class);
        assertThatThrownBy(() -> failing(1, "cp: error reading '/volumes/one.raw': Input/output error\n")
                        .sparse(FROM, TO))
                .isInstanceOf(CommandFailedException.class);
    }

    @Test
    void whatSomebodyKilledIsNoFailureOfTheData() {
        assertThatThrownBy(() -> failing(143, "").sparse(FROM, TO)).isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> failing(137, "").reflink(FROM, TO)).isInstanceOf(InterruptedException.class);
    }

    private static CopyCommand failing(int exitCode, String stderr) {
        return new CopyCommand(command -> {
            throw CommandFailedException.exited(command, exitCode, stderr);
        });
    }
}
