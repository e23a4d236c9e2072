package io.jarrah.sc.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.testing.Eventually;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BackendException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CopiesTest {
    private final Copies<String> copies = new Copies<>("copies");
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);

    CopiesTest() {
        copies.onEnd(ended::add);
    }

    @AfterEach
    void stop() throws Exception {
        copies.stop();
    }

    private void waitAtTheGate() throws InterruptedException {
        begun.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw e;
        }
    }

    private void end(String key) throws Exception {
        Eventually.isTrue(() -> ended.contains(key));
    }

    @Test
    void oneIsUnderWayUntilItHasEndedAndIsBegunOnlyOnce() throws Exception {
        copies.begin("a", true, this::waitAtTheGate);
        copies.begin("a", true, this::waitAtTheGate);
        Eventually.isTrue(() -> begun.get() == 1);
        assertThat(copies.running("a")).isTrue();
        assertThat(copies.running("b")).isFalse();
        assertThat(copies.failed("a")).isEmpty();
        gate.countDown();
        end("a");
        assertThat(copies.running("a")).isFalse();
        assertThat(copies.failed("a")).isEmpty();
        assertThat(begun).hasValue(1);
        copies.begin("a", true, this::waitAtTheGate);
        Eventually.isTrue(() -> begun.get() == 2);
    }

    @Test
    void whyItFailedIsToldOnceAndItIsNotBegunAgainBefore() throws Exception {
        copies.begin("a", false, () -> {
            throw new BackendException(Kind.FULL, "the disk is full");
        });
        end("a");
        copies.begin("a", false, this::waitAtTheGate);
        assertThat(copies.failed("a").map(BackendException::kind)).contains(Kind.FULL);
        assertThat(copies.failed("a")).isEmpty();
        assertThat(begun).hasValue(0);
    }

    @Test
    void alsoWhatNobodyExpectedIsAFailure() throws Exception {
        copies.begin("a", false, () -> {
            throw new IllegalStateException("of all things");
        });
        end("a");
        assertThat(copies.failed("a").map(BackendException::getMessage).orElse(""))
                .contains("of all things");
    }

    @Test
    void whatIsCancelledIsAsIfItHadNeverBegun() throws Exception {
        copies.begin("a", true, this::waitAtTheGate);
        Eventually.isTrue(() -> begun.get() == 1);
        copies.cancel("a");
        copies.cancel("unknown");
        end("a");
        assertThat(interrupted).hasValue(1);
        assertThat(copies.failed("a")).isEqualTo(Optional.empty());
        assertThat(copies.running("a")).isFalse();
    }

    @Test
    void longOnesWaitForOneAnotherAndShortOnesForNoneOfThem() throws Exception {
        for (String key : List.of("a", "b", "c", "d")) {
            copies.begin(key, true, this::waitAtTheGate);
        }
        copies.begin("short", false, () -> {});
        end("short");
        Eventually.isTrue(() -> begun.get() == 2);
        List<String> waiting = List.of("a", "b", "c", "d");
        assertThat(waiting).allMatch(copies::running);
        gate.countDown();
        for (String key : waiting) {
            end(key);
        }
        assertThat(begun).hasValue(4);
    }

    @Test
    void stoppingEndsAllOfThemAndNoneBeginsAfter() throws Exception {
        for (String key : List.of("a", "b", "c")) {
            copies.begin(key, true, this::waitAtTheGate);
        }
        Eventually.isTrue(() -> begun.get() == 2);
        copies.stop();
        assertThat(interrupted).hasValue(2);
        assertThat(List.of("a", "b", "c")).noneMatch(copies::running);
        copies.begin("d", false, this::waitAtTheGate);
        assertThat(copies.running("d")).isFalse();
        assertThat(begun).hasValue(2);
    }
}
