package io.jarrah.cc.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.Eventually;
import io.jarrah.cc.Samples;
import io.jarrah.cc.os.Dnsmasq;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.os.CommandResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a stand-in for the program that does nothing; the real one answers in ClusterNetworkIT. */
class NameServerTest {
    @TempDir
    private Path directory;

    private Path program;
    private NameServer server;

    @BeforeEach
    void server() {
        program = directory.resolve("dnsmasq");
        server = server("Dnsmasq version 2.90  Copyright\n");
    }

    private NameServer server(String version) {
        return new NameServer(
                new DnsSettings(8553, List.of("ec2.internal"), Ipv4Prefix.parse("172.16.0.0/12"), "br*", List.of()),
                new Dnsmasq(command -> new CommandResult(0, version, ""), program.toString()),
                directory.resolve("dns"));
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void aMissingProgramIsAProblemUntilItIsInstalled() throws Exception {
        server.start();
        assertThat(server.check().problem().orElseThrow()).contains("apt-get install dnsmasq-base");
        assertThat(server.apply(Samples.document())).isPositive();
        install();
        assertThat(server.apply(Samples.document())).isEqualTo(Duration.ZERO);
        Eventually.until("it runs", server.check()::problem, () -> server.check()
                .problem()
                .isEmpty());
        assertThat(directory.resolve("dns/hosts/" + Samples.NET10.id()))
                .hasContent("172.16.10.5 ip-172-16-10-5.ec2.internal");
    }

    @Test
    void anOldProgramIsAProblem() throws Exception {
        install();
        server = server("Dnsmasq version 2.85  Copyright\n");
        server.start();
        assertThat(server.check().problem().orElseThrow()).contains("2.85", "2.90 or newer");
        assertThat(server.apply(Samples.document())).isPositive();
    }

    @Test
    void whatAnEarlierControllerLeftIsEndedFirst() throws Exception {
        install();
        Path configuration = directory.resolve("dns/dnsmasq.conf");
        Process earlier = new ProcessBuilder(program.toString(), "x", "--conf-file=" + configuration).start();
        Process another = new ProcessBuilder(program.toString(), "x", "--conf-file=" + configuration + "2").start();
        try {
            server.start();
            server.apply(Samples.document());
            assertThat(earlier.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(another.isAlive()).isTrue();
        } finally {
            another.destroyForcibly();
        }
    }

    private void install() throws Exception {
        Path fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Files.writeString(program, "#!/bin/sh\nread line <" + fifo + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
