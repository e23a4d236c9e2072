package io.jarrah.cc.network;

import io.jarrah.cc.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class StaticDhcpdConfTest {
    @Test
    void instancesAreHostsAndNobodyElseIsServed() {
        Golden.check(
                "dhcpd-static.conf",
                StaticDhcpdConf.render(
                        StaticDhcpIT.settings(),
                        List.of(
                                StaticDhcpIT.endpoint(2, "aa:dd:11:ce:ff:ee", "192.168.77.4"),
                                StaticDhcpIT.endpoint(1, "aa:dd:11:ce:ff:ed", "192.168.77.3"))));
    }
}
