package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.os.ArpingCommand;
import io.jarrah.common.os.CommandResult;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ArpAnnouncerTest {
    private final AtomicBoolean ours = new AtomicBoolean(true);
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
        ours.set(true);
        announcer.announce("eth0", List.of("203.0.113.12"));
        assertThat(next()).endsWith("203.0.113.12");
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
                ours::get);
    }

    private String next() throws InterruptedException {
        return said.poll(30, TimeUnit.SECONDS);
    }
}
