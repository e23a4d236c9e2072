package io.jarrah.clc.securitygroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SecurityGroupId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleNotesTest {
    private static final ClusterName HERE = new ClusterName("zone1");
    private static final ClusterName THERE = new ClusterName("zone2");
    private static final SecurityGroupId WEB = new SecurityGroupId("sg-00000000000000001");
    private static final SecurityGroupId ADMIN = new SecurityGroupId("sg-00000000000000002");

    private final RuleNotes notes = new RuleNotes();

    @Test
    void tellsWhatConsecutiveGenerationsChanged() {
        notes.note(Map.of(HERE, 6L, THERE, 3L), WEB);
        notes.note(Map.of(HERE, 8L, THERE, 4L), WEB);
        notes.note(Map.of(HERE, 7L), ADMIN);
        assertThat(notes.between(HERE, 5, 8))
                .hasValueSatisfying(found -> assertThat(found).containsExactlyInAnyOrder(WEB, ADMIN));
        assertThat(notes.between(HERE, 6, 7))
                .hasValueSatisfying(found -> assertThat(found).containsExactly(ADMIN));
        assertThat(notes.between(THERE, 2, 4))
                .hasValueSatisfying(found -> assertThat(found).containsExactly(WEB));
    }

    @Test
    void knowsNothingAcrossAGenerationThatSomethingElseMade() {
        notes.note(Map.of(HERE, 6L), WEB);
        notes.note(Map.of(HERE, 8L), WEB);
        assertThat(notes.between(HERE, 5, 8)).isEmpty();
        assertThat(notes.between(HERE, 4, 6)).isEmpty();
        assertThat(notes.between(HERE, 7, 9)).isEmpty();
        assertThat(notes.between(THERE, 5, 6)).isEmpty();
        assertThat(notes.between(HERE, 6, 6))
                .as("the same again is to be read again")
                .isEmpty();
        assertThat(notes.between(HERE, 8, 6)).isEmpty();
    }

    @Test
    void knowsNothingAfterGenerationsWentBack() {
        notes.note(Map.of(HERE, 6L, THERE, 3L), WEB);
        notes.forget(HERE);
        assertThat(notes.between(HERE, 5, 6)).isEmpty();
        assertThat(notes.between(THERE, 2, 3)).isPresent();
    }

    @Test
    void forgetsTheOldest() {
        for (long generation = 1; generation <= RuleNotes.KEPT + 1; generation++) {
            notes.note(Map.of(HERE, generation), WEB);
        }
        assertThat(notes.between(HERE, 0, 1)).isEmpty();
        assertThat(notes.between(HERE, 1, RuleNotes.KEPT + 1)).isPresent();
    }
}
