package io.jarrah.common.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NftCommandTest {
    @ParameterizedTest
    @CsvSource({
        "elements = { 0x00000000 timeout 1s500ms expires 1s480ms }, PT1.48S",
        "elements = { 0x00000000 timeout 1s500ms expires 480ms }, PT0.48S",
        "elements = { 0x00000000 timeout 1s500ms expires 1s }, PT1S",
        "elements = { ip timeout 1m expires 59s8ms }, PT59.008S",
        "elements = { ip timeout 2d expires 1d2h3m4s5ms }, PT26H3M4.005S",
        "elements = { ip timeout 10m expires 9m }, PT9M",
    })
    void readsHowLongAnElementStays(String printed, Duration expires) {
        assertThat(NftCommand.expires(printed)).contains(expires);
    }

    @Test
    void anElementThatStaysForEverDoesNotExpire() {
        assertThat(NftCommand.expires("elements = { ip }")).isEmpty();
    }

    @Test
    void whatIsNotThereIsNoFailureAndAllElseIs() {
        assertThat(answering(1, "Error: Could not process rule: No such file or directory")
                        .remaining("inet", "t", "s", "0x0"))
                .isEmpty();
        assertThatThrownBy(() -> answering(1, "Error: Operation not permitted").remaining("inet", "t", "s", "0x0"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("not permitted");
    }

    private static NftCommand answering(int exitCode, String stderr) {
        return new NftCommand(command -> new CommandResult(exitCode, "", stderr));
    }
}
