package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.Eventually;
import io.jarrah.cc.os.ArpingCommand;
import io.jarrah.common.os.CommandResult;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ArpAnnouncerTest {
    private final AtomicBoolean ours = new AtomicBoolean(true);
    private final AtomicInteger asked = new AtomicInteger();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @Test
    void anAddressIsAnnouncedTwice() throws Exception {
        ArpAnnouncer announcer = announcer(false);
        announcer.announce("eth0", List.of("203.0.113.10"));
        assertThat(next()).endsWith("-c 1 -I eth0 203.0.113.10");
        assertThat(next()).endsWith("203.0.113.10");
    }

    @Test
    void whatIsAnotherHostsNowIsNotAnnouncedAnyMore() throws Exception {
        ArpAnnouncer announcer = announcer(true);
        announcer.announce("eth0", List.of("203.0.113.10"));
        assertThat(next()).endsWith("203.0.113.10");
        announcer.announce("eth0", List.of("203.0.113.11"));
        // Before each of the two words about the first address, and before the first about the second.
        Eventually.until("it asked", asked::get, () -> asked.get() == 3);
        assertThat(said).isEmpty();
    }

    /** One that is not to have the addresses any more once the first was announced, if so. */
    private ArpAnnouncer announcer(boolean once) {
        return new ArpAnnouncer(
                new ArpingCommand(command -> {
                    ours.compareAndSet(true, !once);
                    said.add(String.join(" ", command.argv()));
                    return new CommandResult(0, "", "");
                }),
                () -> {
                    boolean now = ours.get();
                    asked.incrementAndGet();
                    return now;
                });
    }

    private String next() throws InterruptedException {
        return said.poll(30, TimeUnit.SECONDS);
    }
}
