package io.jarrah.clc.storage.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.common.contract.ServiceException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StorageStepsTest {
    private final List<String> taken = new ArrayList<>();
    private final StorageSteps steps = new StorageSteps();

    @Test
    void goesOnAfterARefusalButNotWhenNobodyAnswers() {
        attempt("first", ServiceException.Code.INVALID);
        attempt("second", null);
        attempt("third", ServiceException.Code.UNAVAILABLE);
        attempt("fourth", null);
        assertThat(taken).containsExactly("first", "second", "third");
        assertThat(steps.answers()).isFalse();
        ServiceException failure = catchThrowableOfType(ServiceException.class, steps::finish);
        assertThat(failure).hasMessageContaining("first");
        assertThat(failure.getSuppressed()).singleElement().satisfies(other -> assertThat(other)
                .hasMessageContaining("third"));
    }

    @Test
    void endsWellWhenAllWentWell() {
        attempt("only", null);
        assertThat(steps.answers()).isTrue();
        steps.finish();
    }

    @Test
    void batchesHoldAllInTheirOrder() {
        assertThat(StorageSteps.batches(List.of(1, 2, 3, 4, 5), 2))
                .containsExactly(List.of(1, 2), List.of(3, 4), List.of(5));
        assertThat(StorageSteps.batches(List.of(), 2)).isEmpty();
    }

    private void attempt(String name, ServiceException.Code failure) {
        steps.attempt(() -> {
            taken.add(name);
            if (failure != null) {
                throw new ServiceException(failure, name);
            }
        });
    }
}
