package io.jarrah.common.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessCommandRunnerTest {
    private final CommandRunner runner = new ProcessCommandRunner();

    @Test
    void argumentsReachTheProgramUntouched() {
        CommandResult result = runner.run(Command.of("printf", "%s|%s", "$(id) `id` ; rm", "two words"));
        assertThat(result.stdout()).isEqualTo("$(id) `id` ; rm|two words");
    }

    @Test
    void inputIsFedAndTheLocaleIsC() {
        assertThat(runner.run(Command.of("cat").withStdin("grün\n")).stdout()).isEqualTo("grün\n");
        assertThat(runner.run(Command.of("printenv", "LC_ALL")).stdout()).isEqualTo("C\n");
    }

    @Test
    void aFailureTellsCommandCodeAndStandardError() {
        CommandFailedException failure = catchThrowableOfType(
                CommandFailedException.class, () -> runner.run(Command.of("ls", "/does/not/exist")));
        assertThat(failure.kind()).isEqualTo(CommandFailedException.Kind.EXIT_CODE);
        assertThat(failure.exitCode()).isEqualTo(2);
        assertThat(failure).hasMessageContaining("ls /does/not/exist").hasMessageContaining("No such file");
    }

    @Test
    void anAcceptedExitCodeIsNoFailure() {
        assertThat(runner.run(Command.of("false").acceptingExitCodes(1)).exitCode())
                .isEqualTo(1);
    }

    @Test
    void aMissingProgramSaysSo() {
        assertThatThrownBy(() -> runner.run(Command.of("/no/such/program")))
                .isInstanceOfSatisfying(CommandFailedException.class, e -> assertThat(e.kind())
                        .isEqualTo(CommandFailedException.Kind.NOT_STARTED));
    }

    @Test
    void aCommandThatTakesTooLongIsKilled() {
        CommandFailedException failure = catchThrowableOfType(
                CommandFailedException.class,
                () -> runner.run(Command.of("sleep", "600").withTimeout(Duration.ofMillis(50))));
        assertThat(failure.kind()).isEqualTo(CommandFailedException.Kind.TIMED_OUT);
    }

    @Test
    void muchOutputDoesNotBlock() {
        String text = "x".repeat(1 << 20);
        assertThat(runner.run(Command.of("cat").withStdin(text)).stdout()).hasSize(1 << 20);
    }
}
