package io.jarrah.common.longpoll;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Revision;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChangeLogTest {
    private final ChangeLog<String, String> log = new ChangeLog<>();

    @Test
    void theFirstAnswerIsCompleteAndTheNextHoldsOnlyChanges() {
        log.put("a", "1");
        log.put("b", "1");
        Changes<String> first = log.since(Revision.NONE, Duration.ZERO);
        assertThat(first.complete()).isTrue();
        assertThat(first.items()).containsExactlyInAnyOrder("1", "1");
        log.put("a", "2");
        log.put("b", "1");
        Changes<String> second = log.since(first.revision(), Duration.ZERO);
        assertThat(second.complete()).isFalse();
        assertThat(second.items()).containsExactly("2");
        assertThat(log.since(second.revision(), Duration.ZERO).items()).isEmpty();
    }

    @Test
    void aRemovalMakesTheAnswerComplete() {
        log.put("a", "1");
        log.put("b", "1");
        Revision revision = log.since(Revision.NONE, Duration.ZERO).revision();
        log.remove("a");
        Changes<String> changes = log.since(revision, Duration.ZERO);
        assertThat(changes.complete()).isTrue();
        assertThat(changes.items()).containsExactly("1");
    }

    @Test
    void aWaiterIsWokenByAChange() {
        Revision revision = log.since(Revision.NONE, Duration.ZERO).revision();
        CompletableFuture<Changes<String>> answer =
                CompletableFuture.supplyAsync(() -> log.since(revision, Duration.ofSeconds(60)));
        log.put("a", "1");
        assertThat(answer.join().items()).containsExactly("1");
    }

    @Test
    void anotherEpochGetsEverything() {
        log.put("a", "1");
        Changes<String> changes = log.since(new Revision("another", 99), Duration.ofSeconds(60));
        assertThat(changes.complete()).isTrue();
        assertThat(changes.items()).containsExactly("1");
    }

    @Test
    void closingEndsTheWait() {
        Revision revision = log.since(Revision.NONE, Duration.ZERO).revision();
        CompletableFuture<Changes<String>> answer =
                CompletableFuture.supplyAsync(() -> log.since(revision, Duration.ofSeconds(60)));
        log.close();
        assertThat(answer.join().items()).isEmpty();
    }

    @Test
    void aPacedLogAnswersWhatIsThereWithoutWaitAndCollectsWhatFollows() {
        ChangeLog<String, String> paced = new ChangeLog<>(Duration.ofHours(1));
        Revision revision = paced.since(Revision.NONE, Duration.ofSeconds(60)).revision();
        paced.put("a", "1");
        Changes<String> first = paced.since(revision, Duration.ofSeconds(60));
        assertThat(first.items()).containsExactly("1");
        paced.put("b", "1");
        assertThat(paced.since(first.revision(), Duration.ZERO).items()).containsExactly("1");
        CompletableFuture<Changes<String>> paused =
                CompletableFuture.supplyAsync(() -> paced.since(first.revision(), Duration.ofSeconds(60)));
        paced.put("c", "2");
        assertThat(paused).isNotDone();
        paced.close();
        assertThat(paused.join().items()).containsExactly("1", "2");
    }
}
