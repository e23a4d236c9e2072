package io.jarrah.common.soap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NetworkDigest;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkPages;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.state.StateMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whatever is added to what a network document, or a node's part of one, says: digest, delta, pages, wire and journal know it. Each
 * component of each record is changed in turn, so that one that was forgotten somewhere fails here by its name.
 */
class NetworkCoverageTest {
    private static final ObjectMapper JSON = StateMapper.create();

    private static NetworkDelta thereAndBack(NetworkDelta delta) {
        try {
            NetworkDelta fromDisk = JSON.readValue(JSON.writeValueAsString(delta), NetworkDelta.class);
            assertThat(fromDisk).as("on disk").isEqualTo(delta);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return DeltaTypes.fromWire(DeltaTypes.toWire(delta));
    }

    @Test
    void whateverADocumentSaysIsKnownToAllThatTellIt() {
        NetworkDocument sample = Samples.DOCUMENT;
        String digest = NetworkDigest.of(sample);
        RecordVariants variants = new RecordVariants();
        variants.of(sample, variant -> {
            NetworkDelta delta = thereAndBack(NetworkDelta.between(sample, variant));
            assertThat(ClusterTypes.fromWire(ClusterTypes.toWire(variant))).isEqualTo(variant);
            assertThat(NetworkPages.joined(NetworkPages.of(variant))).isEqualTo(variant);
            assertThat(delta.applyTo(sample)).as("%s by %s", variant, delta).contains(variant);
            if (variant.generation() == sample.generation()) {
                assertThat(NetworkDigest.of(variant))
                        .as("digest of %s", variant)
                        .isNotEqualTo(digest);
            }
        });
        assertThat(variants.missed())
                .as("components that Samples.DOCUMENT gives no value")
                .isEmpty();
    }

    @Test
    void whateverANodesPartSaysIsKnownToAllThatTellIt() {
        NodeNetwork sample = Samples.NODE_NETWORK;
        String digest = NetworkDigest.of(sample);
        RecordVariants variants = new RecordVariants();
        variants.of(sample, variant -> {
            NetworkDelta delta = thereAndBack(NetworkDelta.between(sample, variant));
            assertThat(ClusterTypes.fromWire(ClusterTypes.toWire(variant))).isEqualTo(variant);
            assertThat(NetworkPages.joinedNode(NetworkPages.of(variant))).isEqualTo(variant);
            assertThat(delta.applyTo(sample)).as("%s by %s", variant, delta).contains(variant);
            if (variant.generation() == sample.generation()) {
                assertThat(NetworkDigest.of(variant))
                        .as("digest of %s", variant)
                        .isNotEqualTo(digest);
            }
        });
        assertThat(variants.missed())
                .as("components that Samples.NODE_NETWORK gives no value")
                .isEmpty();
    }

    @Test
    void whatIsLargeIsNoSingleMessage() {
        NetworkDelta small = NetworkDelta.between(NetworkDocument.EMPTY, Samples.DOCUMENT);
        assertThat(small.isLarge()).isFalse();
        NetworkDelta large = NetworkDelta.between(NetworkDocument.EMPTY, Samples.large(7));
        assertThat(large.isLarge()).isTrue();
        List<NetworkDocument> pages = NetworkPages.of(Samples.large(7));
        assertThat(pages).hasSizeGreaterThan(1).allSatisfy(page -> assertThat(
                        NetworkDelta.between(NetworkDocument.EMPTY, page).isLarge())
                .isFalse());
    }
}
