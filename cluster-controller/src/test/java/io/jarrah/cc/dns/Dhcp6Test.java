package io.jarrah.cc.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Dhcp6Test {
    @TempDir
    private Path directory;

    @Test
    void theConfigurationNamesEachInterface() {
        Golden.check(
                "dhcp6.conf",
                Dhcp6ConfRenderer.render(
                        List.of("br10", "br4097"),
                        "4a411234",
                        Path.of("/var/lib/jarrah/cc/net/dhcp6"),
                        "dnsmasq",
                        Duration.ofMinutes(20)));
    }

    @Test
    void aRefusalIsSeenOnceAndTheLogStaysSmall() throws IOException {
        Path log = directory.resolve("dhcp6.log");
        Dhcp6Refusals refusals = new Dhcp6Refusals(log);
        assertThat(refusals.any()).as("no log yet").isFalse();
        Files.writeString(log, "dnsmasq-dhcp[1]: DHCPADVERTISE(br10) fd00::5 00:01\n");
        assertThat(refusals.any()).isFalse();
        append(log, "dnsmasq-dhcp[1]: DHCPADVERTISE(br10) 00:02 no addresses available\n");
        assertThat(refusals.any()).isTrue();
        assertThat(refusals.any()).isFalse();
        append(log, "x".repeat(1 << 20));
        assertThat(refusals.any()).isFalse();
        assertThat(log).hasSize(0);
        append(log, "DHCPREPLY(br10) 00:02 address unavailable\n");
        assertThat(refusals.any()).isTrue();
        Files.delete(log);
        assertThat(refusals.any()).isFalse();
    }

    @Test
    void whoeverIsRefusedAgainAndAgainMakesItStartEverMoreSeldom() throws IOException {
        Path log = directory.resolve("dhcp6.log");
        Files.writeString(log, "");
        Dhcp6Refusals refusals = new Dhcp6Refusals(log);
        refusals.started(0);
        List<Integer> starts = new ArrayList<>();
        for (int second = 0; second <= 600; second += 6) {
            append(log, "DHCPREPLY(br10) 00:02 address unavailable\n");
            if (refusals.callForStart(seconds(second))) {
                starts.add(second);
                refusals.started(seconds(second));
            }
        }
        assertThat(starts).startsWith(6, 18, 36, 72, 138).hasSize(8);
        assertThat(refusals.callForStart(seconds(900)))
                .as("what was said since the last start")
                .isTrue();
        refusals.started(seconds(900));
        assertThat(refusals.callForStart(seconds(1200))).isFalse();
        refusals.started(seconds(1200));
        append(log, "DHCPREPLY(br10) 00:02 address unavailable\n");
        assertThat(refusals.callForStart(seconds(1205)))
                .as("soon again after a quiet time")
                .isTrue();
    }

    private static long seconds(long count) {
        return TimeUnit.SECONDS.toNanos(count);
    }

    private static void append(Path log, String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.APPEND);
    }
}
