package io.jarrah.nc.volume;

import static io.jarrah.nc.testing.Volumes.connection;
import static io.jarrah.nc.testing.Volumes.id;
import static io.jarrah.nc.testing.Volumes.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.AttachedVolume;
import io.jarrah.common.contract.AttachedVolume.Phase;
import io.jarrah.common.contract.AttachedVolumes;
import io.jarrah.common.contract.InstanceVolumes;
import io.jarrah.nc.testing.Specs;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttachmentsTest {
    @Test
    void whatIsWantedIsKnownAtOnce() {
        Attachments volumes = Attachments.NONE.apply(wanted(1, connection(1, 1), connection(2, 7)));
        assertThat(volumes.observed())
                .isEqualTo(new AttachedVolumes(
                        1,
                        List.of(
                                new AttachedVolume(id(1), 1, Phase.ATTACHING, Optional.empty()),
                                new AttachedVolume(id(2), 7, Phase.ATTACHING, Optional.empty()))));
        assertThat(volumes.known()).extracting(Attachment::dev).containsExactly("vdc", "vdd");
    }

    @Test
    void anOldOrDoubledWishChangesNothing() {
        Attachments volumes = Attachments.NONE.apply(wanted(5, connection(1, 1)));
        assertThat(volumes.apply(wanted(5))).isSameAs(volumes);
        assertThat(volumes.apply(wanted(4, connection(2, 1)))).isSameAs(volumes);
    }

    /** Its host may still write to it: nothing but a look at the domain takes it off the list. */
    @Test
    void whatIsNotWantedAnyMoreStaysKnown() {
        Attachments volumes =
                Attachments.NONE.apply(wanted(1, connection(1, 1))).apply(wanted(2));
        assertThat(volumes.observed().generation()).isEqualTo(2);
        assertThat(volumes.known(id(1))).get().satisfies(one -> assertThat(one.phase())
                .isEqualTo(Phase.DETACHING));
        assertThat(volumes.wanted()).isEmpty();
    }

    @Test
    void anotherAttachmentWaitsForTheEndOfTheEarlierOne() {
        Attachments volumes =
                Attachments.NONE.apply(wanted(1, connection(1, 1))).apply(wanted(2, connection(1, 2)));
        assertThat(volumes.known()).singleElement().satisfies(one -> {
            assertThat(one.attachment()).isEqualTo(1);
            assertThat(one.phase()).isEqualTo(Phase.DETACHING);
        });
    }

    @Test
    void namesOfDisksAreUsedAgainButNotTwice() {
        Attachments volumes = Attachments.NONE
                .apply(wanted(1, connection(1, 1), connection(2, 1), connection(3, 1)))
                .without(id(2))
                .apply(wanted(2, connection(1, 1), connection(3, 1), connection(4, 1), connection(5, 1)));
        assertThat(volumes.known(id(4))).get().satisfies(one -> assertThat(one.dev())
                .isEqualTo("vdd"));
        assertThat(volumes.known(id(5))).get().satisfies(one -> assertThat(one.dev())
                .isEqualTo("vdf"));
    }

    @Test
    void namesDoNotRunOutWhileGuestsHoldOn() {
        Attachments volumes = Attachments.NONE;
        for (int generation = 1; generation <= 4; generation++) {
            int first = generation * 100;
            volumes = volumes.apply(new InstanceVolumes(
                    Specs.ID,
                    generation,
                    IntStream.range(first, first + Attachments.LIMIT)
                            .mapToObj(number -> connection(number, 1))
                            .toList()));
        }
        assertThat(volumes.known()).hasSize(4 * Attachments.LIMIT);
        assertThat(volumes.known().stream().map(Attachment::dev).distinct())
                .hasSize(4 * Attachments.LIMIT)
                .doesNotContain("vda", "vdb", "vdz")
                .contains("vdc", "vdy", "vdaa");
    }

    @Test
    void nothingIsLeftButTheGeneration() {
        assertThat(Attachments.NONE.apply(wanted(3, connection(1, 1))).over().observed())
                .isEqualTo(new AttachedVolumes(3, List.of()));
    }
}
