package io.jarrah.cc.dhcp;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what was refused, once a minute at most, however much it is. Not for several threads. */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);
    private OptionalLong said = OptionalLong.empty();

    RefusalLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void count(Refusal why) {
        counts.merge(why, 1L, Long::sum);
        long now = nanoTime.getAsLong();
        if (said.isEmpty() || now - said.getAsLong() >= PAUSE) {
            LOG.info("DHCP messages refused since this was said last: {}", counts);
            counts.clear();
            said = OptionalLong.of(now);
        }
    }
}
