package io.jarrah.cc.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnansweredTest {
    private static final Duration DELAY = Duration.ofMillis(300);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
    private final Unanswered unanswered = new Unanswered(now::get);

    @Test
    void aRequestIsRepeatedThreeTimes() {
        unanswered.sent(1, message(10));
        for (int i = 0; i < 3; i++) {
            assertThat(unanswered.due()).isEmpty();
            assertThat(unanswered.pause()).contains(DELAY);
            now.addAndGet(DELAY.toNanos());
            assertThat(unanswered.pause()).contains(Duration.ZERO);
            assertThat(unanswered.due()).contains(message(10));
        }
        assertThat(unanswered.pause()).isEmpty();
        now.addAndGet(DELAY.toNanos());
        assertThat(unanswered.due()).isEmpty();
    }

    @Test
    void oneThatIsAnsweredOrFollowedByAnotherIsNot() {
        unanswered.sent(1, message(10));
        unanswered.sent(2, message(20));
        now.addAndGet(DELAY.toNanos() / 2);
        unanswered.sent(1, message(11));
        now.addAndGet(DELAY.toNanos() / 2);
        assertThat(unanswered.due()).contains(message(20));
        assertThat(unanswered.due()).isEmpty();
        unanswered.answered(2);
        now.addAndGet(DELAY.toNanos());
        assertThat(unanswered.due()).contains(message(11));
        assertThat(unanswered.due()).isEmpty();
    }

    @Test
    void theOldestGiveWayWhenThereAreTooMany() {
        for (int mac = 0; mac <= Unanswered.LIMIT; mac++) {
            unanswered.sent(mac, message(mac));
        }
        now.addAndGet(DELAY.toNanos());
        for (int mac = 1; mac <= Unanswered.LIMIT; mac++) {
            assertThat(unanswered.due()).contains(message(mac));
        }
        assertThat(unanswered.due()).isEmpty();
    }

    private static ByteBuffer message(int content) {
        return ByteBuffer.allocate(4).putInt(content).flip();
    }
}
