package io.jarrah.common.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.common.state.StateMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NetworkDeltaTest {
    private static final ObjectMapper JSON = StateMapper.create();
    private static final int SEEDS = 500;

    private static String hex(int number) {
        return String.format(Locale.ROOT, "%017x", number);
    }

    /** Numbers below the limit, some of them, in any order. */
    private static List<Integer> some(Random random, int limit) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < limit; i++) {
            if (random.nextInt(3) > 0) {
                numbers.add(i);
            }
        }
        Collections.shuffle(numbers, random);
        return numbers;
    }

    private static List<NetworkSegment> segments(Random random) {
        return some(random, 5).stream()
                .map(i -> new NetworkSegment(
                        new NetworkId("net-" + hex(i)),
                        new AccountId("123456789012"),
                        10 + (i + random.nextInt(2)) % 5,
                        "172.16." + i + ".0/24",
                        random.nextBoolean() ? 1450 : 1500))
                .toList();
    }

    private static List<NetworkEndpoint> endpoints(Random random) {
        return some(random, 9).stream()
                .map(i -> new NetworkEndpoint(
                        new InstanceId("i-" + hex(i)),
                        new NetworkId("net-" + hex(i % 5)),
                        "d0:0d:00:00:00:0" + i,
                        "172.16.0." + (i + random.nextInt(2)),
                        "host",
                        some(random, 3).stream()
                                .map(k -> new SecurityGroupId("sg-" + hex(k)))
                                .toList(),
                        random.nextBoolean() ? Optional.of("203.0.113." + i) : Optional.empty()))
                .toList();
    }

    private static List<SecurityGroup> groups(Random random) {
        return some(random, 4).stream()
                .map(i -> new SecurityGroup(
                        new SecurityGroupId("sg-" + hex(i)),
                        some(random, 6).stream()
                                .map(k -> new SecurityRule(
                                        k % 2 == 0, 6, k, 80, Optional.of("10.0.0." + k + "/32"), Optional.empty()))
                                .toList(),
                        some(random, 7).stream().map(k -> "172.16.0." + k).toList()))
                .toList();
    }

    private static List<ClusterPeer> peers(Random random) {
        return some(random, 3).stream()
                .map(i -> new ClusterPeer(
                        new ClusterName("zone" + i),
                        "192.168.0." + (i + random.nextInt(2)),
                        some(random, 4).stream()
                                .map(k -> "172.17." + k + ".0/24")
                                .toList()))
                .toList();
    }

    private static NetworkDocument document(Random random, long generation) {
        return new NetworkDocument(generation, segments(random), endpoints(random), groups(random), peers(random));
    }

    private static NodeNetwork node(Random random, long generation) {
        return new NodeNetwork(
                generation,
                segments(random),
                some(random, 4).stream().map(i -> "192.168.0." + i).toList(),
                endpoints(random),
                groups(random));
    }

    private static NetworkDelta throughJson(NetworkDelta delta) throws JsonProcessingException {
        return JSON.readValue(JSON.writeValueAsString(delta), NetworkDelta.class);
    }

    @Test
    void whatBecameOfADocumentIsWhatItsDeltaLeadsTo() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            NetworkDocument from = document(random, 3);
            NetworkDocument to = document(random, 4);
            NetworkDelta delta = NetworkDelta.between(from, to);
            assertThat(delta.applyTo(from)).as("seed %d", seed).contains(to);
            assertThat(throughJson(delta)).as("seed %d", seed).isEqualTo(delta);
        }
    }

    @Test
    void digestsAreTheSameWhereMostIsRemembered() {
        Random random = new Random(39);
        NetworkDigests sender = new NetworkDigests();
        NetworkDigests receiver = new NetworkDigests();
        NetworkDocument sent = document(random, 0);
        NetworkDocument received = sent;
        for (int generation = 1; generation <= SEEDS; generation++) {
            NetworkDocument fresh = document(random, generation);
            NetworkDocument next = new NetworkDocument(
                    generation,
                    random.nextBoolean() ? sent.segments() : fresh.segments(),
                    random.nextBoolean() ? sent.endpoints() : fresh.endpoints(),
                    random.nextInt(3) > 0 ? oneOther(sent.groups(), fresh.groups(), random) : fresh.groups(),
                    random.nextBoolean() ? sent.peers() : fresh.peers());
            NetworkDelta delta = NetworkDelta.between(sent, next, sender);
            assertThat(delta).isEqualTo(NetworkDelta.between(sent, next));
            assertThat(delta.applyTo(received, receiver)).contains(next);
            received = delta.applyTo(received, receiver).orElseThrow();
            sent = next;
        }
    }

    private static List<SecurityGroup> oneOther(List<SecurityGroup> groups, List<SecurityGroup> others, Random random) {
        if (groups.isEmpty() || others.isEmpty()) {
            return others;
        }
        SecurityGroup other = others.get(random.nextInt(others.size()));
        List<SecurityGroup> result = new ArrayList<>(groups);
        SecurityGroup replaced = result.get(random.nextInt(result.size()));
        result.removeIf(group -> group.id().equals(replaced.id()) || group.id().equals(other.id()));
        result.add(other);
        return result;
    }

    @Test
    void whatBecameOfANodesPartIsWhatItsDeltaLeadsTo() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            NodeNetwork from = node(random, 3);
            NodeNetwork to = node(random, 9);
            NetworkDelta delta = NetworkDelta.between(from, to);
            assertThat(delta.applyTo(from)).as("seed %d", seed).contains(to);
            assertThat(throughJson(delta)).as("seed %d", seed).isEqualTo(delta);
        }
    }

    @Test
    void aDeltaStartsFromNothingElseThanItsBase() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            NetworkDocument from = document(random, 3);
            NetworkDocument to = document(random, 4);
            NetworkDelta delta = NetworkDelta.between(from, to);
            NetworkDocument otherGeneration =
                    new NetworkDocument(2, from.segments(), from.endpoints(), from.groups(), from.peers());
            assertThat(delta.applyTo(otherGeneration)).isEmpty();
            // Of the same generation, yet not the same: rows may be read later than their generation.
            NetworkDocument other = document(random, 3);
            assertThat(delta.applyTo(other).filter(result -> !result.equals(to)))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void whatIsCutIntoPagesIsTheSameWhenItIsJoined() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            NetworkDocument document = document(random, 3);
            NodeNetwork node = node(random, 4);
            List<NetworkDocument> pages = NetworkPages.of(document, 1 + random.nextInt(60));
            List<NodeNetwork> nodePages = NetworkPages.of(node, 1 + random.nextInt(60));
            assertThat(NetworkPages.joined(pages)).as("seed %d", seed).isEqualTo(document);
            assertThat(NetworkPages.joinedNode(nodePages)).as("seed %d", seed).isEqualTo(node);
        }
    }

    @Test
    void nothingIsOnePage() {
        assertThat(NetworkPages.of(NetworkDocument.EMPTY)).containsExactly(NetworkDocument.EMPTY);
        assertThat(NetworkPages.of(NodeNetwork.EMPTY)).containsExactly(NodeNetwork.EMPTY);
    }

    @Test
    void oneMemberMoreOfALargeGroupIsASmallDelta() {
        SecurityGroupId id = new SecurityGroupId("sg-" + hex(1));
        List<String> members = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            members.add("172.16." + i / 250 + "." + i % 250);
        }
        NetworkDocument from =
                new NetworkDocument(1, List.of(), List.of(), List.of(new SecurityGroup(id, List.of(), members)));
        members.add("172.31.0.9");
        NetworkDocument to =
                new NetworkDocument(2, List.of(), List.of(), List.of(new SecurityGroup(id, List.of(), members)));
        NetworkDelta delta = NetworkDelta.between(from, to);
        assertThat(delta.groups())
                .containsExactly(new GroupDelta(
                        id, NetworkChange.none(), new NetworkChange<>(List.of(), List.of("172.31.0.9"))));
        assertThat(delta.applyTo(from)).contains(to);
    }

    @Test
    void theOrderOfListsMeansNothing() {
        Random random = new Random(1);
        NetworkDocument document = document(random, 1);
        List<NetworkEndpoint> endpoints = new ArrayList<>(document.endpoints());
        List<SecurityGroup> groups = new ArrayList<>(document.groups());
        Collections.reverse(endpoints);
        Collections.reverse(groups);
        assertThat(new NetworkDocument(1, document.segments(), endpoints, groups, document.peers()))
                .isEqualTo(document);
    }
}
