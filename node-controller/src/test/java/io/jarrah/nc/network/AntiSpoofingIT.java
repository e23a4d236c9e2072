package io.jarrah.nc.network;

import static io.jarrah.nc.network.FirewallLab.GATEWAY;
import static io.jarrah.nc.network.FirewallLab.OUTSIDE;
import static io.jarrah.nc.network.FirewallLab.address;
import static io.jarrah.nc.network.FirewallLab.mac;
import static io.jarrah.nc.testing.Groups.allIn;
import static io.jarrah.nc.testing.Groups.allOut;
import static io.jarrah.nc.testing.Groups.group;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.nc.testing.Agent;
import io.jarrah.nc.testing.Frames;
import io.jarrah.nc.testing.Frames.Ether;
import io.jarrah.nc.testing.Groups;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever its groups permit, a guest speaks for nobody but itself. Frames keep their order, so a right one ends each wait. */
class AntiSpoofingIT {
    private static final String ALL = "ff:ff:ff:ff:ff:ff";
    private static final String RIGHT = "4a41525241480001";
    private static final String WRONG = "4a41525241480bad";
    private static final Ether OWN = new Ether(mac(5), ALL);
    private static final String FINISH = Frames.udp(OWN, address(5), 5000, "172.16.10.255", 5000, RIGHT);

    @TempDir
    Path directory;

    private FirewallLab lab;
    private Agent guest;
    private Agent neighbour;

    @BeforeEach
    void begin() throws Exception {
        lab = new FirewallLab(directory);
        guest = lab.guest(5, Groups.id(1));
        neighbour = lab.guest(6, Groups.id(1));
        lab.apply(group(1, List.of(address(5), address(6)), allIn(), allOut()));
        lab.world.ask("sniff", "eth0");
        neighbour.ask("sniff", "eth0");
    }

    @AfterEach
    void end() {
        lab.close();
    }

    @Test
    void aFrameWithAForeignSourceGoesNowhere() {
        Ether foreignMac = new Ether(mac(6), ALL);
        dropped(
                Frames.udp(foreignMac, address(5), 5000, "172.16.10.255", 5000, WRONG),
                Frames.udp(foreignMac, address(6), 5000, "172.16.10.255", 5000, WRONG),
                Frames.udp(OWN, address(6), 5000, "172.16.10.255", 5000, WRONG),
                Frames.udp(OWN, GATEWAY, 5000, "172.16.10.255", 5000, WRONG),
                Frames.udp(OWN, "0.0.0.0", 5000, "255.255.255.255", 5000, WRONG),
                Frames.udp(OWN, OUTSIDE, 5000, "172.16.10.255", 5000, WRONG));
    }

    @Test
    void arpIsForTheOwnPairOnly() {
        passed(Frames.arp(mac(5), mac(5), address(5), "4a41525241480002"));
        dropped(
                Frames.arp(mac(5), mac(5), GATEWAY, WRONG),
                Frames.arp(mac(5), mac(5), address(6), WRONG),
                Frames.arp(mac(5), mac(6), address(5), WRONG),
                Frames.arp(mac(6), mac(6), address(6), WRONG));
    }

    @Test
    void aGuestAsksForAnAddressAndGivesNone() {
        passed(Frames.dhcp(OWN, "0.0.0.0", "255.255.255.255", mac(5), "4a41525241480002"));
        dropped(
                Frames.udp(OWN, address(5), 67, "255.255.255.255", 68, WRONG),
                Frames.udp(OWN, address(5), 67, address(6), 68, WRONG),
                Frames.udp(OWN, "0.0.0.0", 67, "255.255.255.255", 68, WRONG));
    }

    /** In another's name it could use up the requests that the relay lets that one make (RFD 31). */
    @Test
    void aGuestAsksForNoAddressInAnothersName() {
        passed(Frames.dhcp(OWN, address(5), GATEWAY, mac(5), "4a41525241480002"));
        dropped(
                Frames.dhcp(OWN, "0.0.0.0", "255.255.255.255", mac(6), WRONG),
                Frames.dhcp(OWN, "0.0.0.0", "255.255.255.255", "ff:ff:ff:ff:ff:ff", WRONG),
                Frames.dhcp(OWN, address(5), "255.255.255.255", mac(6), WRONG),
                Frames.dhcp(OWN, address(5), GATEWAY, mac(6), WRONG),
                Frames.udp(OWN, "0.0.0.0", 68, "255.255.255.255", 67, WRONG));
    }

    @Test
    void tagsAndOtherProtocolsGoNowhere() {
        dropped(
                Frames.tagged(OWN, address(5), "172.16.10.255", WRONG),
                Frames.other(new Ether(mac(5), "33:33:00:00:00:01"), "86dd", WRONG),
                Frames.other(OWN, "8035", WRONG),
                Frames.other(OWN, "8863", WRONG),
                Frames.other(OWN, "88a8", WRONG),
                Frames.other(new Ether(mac(5), "01:80:c2:00:00:00"), "0026", WRONG));
    }

    /** The network's own advertisements of IPv6 routers do not reach guests either, nor frames that are for others. */
    @Test
    void aGuestGetsWhatIsForItOrForAll() {
        Ether world = new Ether("02:00:00:00:00:01", ALL);
        Ether toAnother = new Ether("02:00:00:00:00:01", "d0:0d:00:00:00:77");
        lab.world.ask("send", "eth0", Frames.other(new Ether(world.source(), "33:33:00:00:00:01"), "86dd", WRONG));
        lab.world.ask("send", "eth0", Frames.tagged(world, GATEWAY, "172.16.10.255", WRONG));
        lab.world.ask("send", "eth0", Frames.udp(toAnother, GATEWAY, 5000, "172.16.10.119", 5000, WRONG));
        lab.world.ask("send", "eth0", Frames.udp(world, GATEWAY, 5000, "172.16.10.255", 5000, RIGHT));
        assertThat(neighbour.ask("wait", RIGHT)).isEqualTo("seen");
        assertThat(neighbour.ask("seen", WRONG)).isEqualTo("0");
    }

    /** A frame for the bridge's own MAC address would reach the host's services behind the back of all chains. */
    @Test
    void theHostIsNotThere() throws Exception {
        Agent host = lab.agent(lab.node);
        host.ask("listen_udp", "16509");
        String bridge = lab.byHand("cat", "/sys/class/net/br10/address").strip();
        Ether toBridge = new Ether(mac(5), bridge);
        for (int i = 0; i < 3; i++) {
            guest.ask("send", "eth0", Frames.udp(toBridge, address(5), 5000, "192.168.70.11", 16509, WRONG));
        }
        assertThat(host.ask("udp", "127.0.0.1", "127.0.0.1", "16509")).isEqualTo("open");
        assertThat(host.ask("received", "16509")).isEqualTo("1");
    }

    private void passed(String frame) {
        guest.ask("send", "eth0", frame);
        assertThat(lab.world.ask("wait", "4a41525241480002")).isEqualTo("seen");
    }

    private void dropped(String... frames) {
        for (String frame : frames) {
            guest.ask("send", "eth0", frame);
        }
        guest.ask("send", "eth0", FINISH);
        for (Agent other : List.of(lab.world, neighbour)) {
            assertThat(other.ask("wait", RIGHT)).isEqualTo("seen");
            assertThat(other.ask("seen", WRONG)).isEqualTo("0");
        }
    }
}
