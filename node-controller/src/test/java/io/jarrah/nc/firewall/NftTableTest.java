package io.jarrah.nc.firewall;

import io.jarrah.nc.testing.Golden;
import org.junit.jupiter.api.Test;

class NftTableTest {
    @Test
    void whoMaySpeakIsOneTable() {
        Golden.check("nft.txt", NftTable.render(Policies.sample()));
    }

    @Test
    void withoutGuestsNobodyMaySpeak() {
        Golden.check("nft-closed.txt", NftTable.render(Policy.CLOSED));
    }
}
