package io.jarrah.walrus.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentLeasesTest {
    private final ContentLeases leases = new ContentLeases();
    private final List<String> removed = new ArrayList<>();

    @Test
    void withoutReadersAContentGoesAtOnce() {
        leases.whenUnread("a", () -> removed.add("a"));
        assertThat(removed).containsExactly("a");
    }

    @Test
    void aReaderThatHasNotFoundItsContentHoldsAll() {
        ContentLeases.Lease lease = leases.begin();
        leases.whenUnread("a", () -> removed.add("a"));
        leases.whenUnread("b", () -> removed.add("b"));
        assertThat(removed).isEmpty();
        lease.hold("a");
        assertThat(removed).containsExactly("b");
        lease.close();
        assertThat(removed).containsExactly("b", "a");
    }

    @Test
    void allReadersOfAContentHoldItAndLaterOnesDoNot() {
        ContentLeases.Lease one = leases.begin();
        ContentLeases.Lease two = leases.begin();
        one.hold("a");
        two.hold("a");
        leases.whenUnread("a", () -> removed.add("a"));
        ContentLeases.Lease later = leases.begin();
        one.close();
        assertThat(removed).isEmpty();
        two.close();
        assertThat(removed).containsExactly("a");
        later.close();
    }

    @Test
    void whatIsOfUnknownContentWaitsForEveryReaderOfNow() {
        ContentLeases.Lease lease = leases.begin();
        lease.hold("a");
        leases.whenAllUnread(() -> removed.add("stray"));
        assertThat(removed).isEmpty();
        lease.close();
        lease.close();
        assertThat(removed).containsExactly("stray");
    }
}
