package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.TwoControllers.Host;
import io.jarrah.common.net.Wiring;
import io.jarrah.common.testing.Eventually;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link TwoControllers} on one layer 2 with the guests, where the gateway's MAC address is another one after a takeover. */
class SharedStandbyIT {
    private static final String LEFT = "not in charge of the cluster any more";

    @TempDir
    Path directory;

    private TwoControllers hosts;

    @BeforeEach
    void build() throws Exception {
        TwoControllers.require(SharedStandbyIT.class);
        hosts = new TwoControllers(directory, Wiring.SHARED);
        hosts.build();
        hosts.start(hosts.one);
        hosts.start(hosts.two);
    }

    @AfterEach
    void remove() throws Exception {
        if (hosts != null) {
            hosts.close();
        }
    }

    @Test
    void guestsLearnTheOtherGatewayAndTheKilledOneIsSilent() throws Exception {
        Host active = hosts.active();
        hosts.serves();
        hosts.answersOnce();
        hosts.takeover("kill -9 of the controller", active, active.controller::kill);
        assertThat(hosts.addresses(active)).contains(TwoControllers.GATEWAY + "/24");
        hosts.answersOnce();
        hosts.start(active);
        Eventually.isTrue(() -> !hosts.addresses(active).contains(TwoControllers.GATEWAY + "/"));
        assertThat(hosts.addresses(active)).as("its own address").contains("192.168.70.");
        hosts.answersOnce();
        hosts.serves();
    }

    /** Guests are neighbours of the hosts there, and could say that they are a third controller. */
    @Test
    void whatAGuestSaysOfTheLeaseIsNotHeard() throws Exception {
        Host active = hosts.active();
        Host other = hosts.other(active);
        claim("alice", "172.16.10.5");
        assertThat(hosts.inCharge()).contains(active);
        assertThat(active.controller.log()).doesNotContain(LEFT);
        assertThat(other.controller.log()).doesNotContain("is in charge of the cluster from now on");
        hosts.serves();
        claim("node", "192.168.70.11");
        assertThat(active.controller.log())
                .as("the same from a host of the private network is heard")
                .contains(LEFT);
        Eventually.get(hosts::inCharge);
        hosts.serves();
    }

    /** Says for two seconds to be in charge, with the highest priority. */
    private void claim(String from, String address) {
        hosts.lab.in(from, Lab.PYTHON, "-c", """
                import socket, struct, time
                s = socket.socket(socket.AF_INET, socket.SOCK_RAW, 112)
                s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 255)
                s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("ADDRESS"))
                source, group = socket.inet_aton("ADDRESS"), socket.inet_aton("224.0.0.18")
                def checksum(data):
                    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
                    total = (total >> 16) + (total & 0xffff)
                    return ~(total + (total >> 16)) & 0xffff
                def packet(check):
                    # Version 3, advertisement, VRID 74, priority 254, one address, every 500 ms.
                    return struct.pack("!BBBBHH4s", 0x31, 74, 254, 1, 50, check, socket.inet_aton("192.168.70.1"))
                pseudo = source + group + struct.pack("!BBH", 0, 112, 12)
                data = packet(checksum(pseudo + packet(0)))
                for i in range(8):
                    s.sendto(data, ("224.0.0.18", 0))
                    time.sleep(0.25)
                """.replace("ADDRESS", address));
    }
}
