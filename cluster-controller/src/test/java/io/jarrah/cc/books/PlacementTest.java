package io.jarrah.cc.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.Samples;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Health;
import io.jarrah.common.id.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final Capacity SMALL = new Capacity(1, 512, 2);
    private static final Capacity ROOM = new Capacity(2, 1024, 4);

    @Test
    void roundRobinTakesTurns() {
        List<Placement.Candidate> nodes = List.of(ok(1, ROOM), ok(2, ROOM), ok(3, ROOM));
        Optional<NodeName> last = Optional.empty();
        List<NodeName> chosen = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            last = Placement.place(SchedulingPolicy.ROUNDROBIN, nodes, SMALL, Set.of(), last);
            chosen.add(last.orElseThrow());
        }
        assertThat(chosen).containsExactly(Samples.node(1), Samples.node(2), Samples.node(3), Samples.node(1));
    }

    @Test
    void greedyFillsTheFirst() {
        assertThat(Placement.place(
                        SchedulingPolicy.GREEDY,
                        List.of(ok(1, Capacity.NONE), ok(2, ROOM), ok(3, ROOM)),
                        SMALL,
                        Set.of(),
                        Optional.of(Samples.node(2))))
                .contains(Samples.node(2));
    }

    @Test
    void whateverIsChosenIsWellHasRoomAndIsNotExcluded() {
        Random random = new Random(42);
        for (int round = 0; round < 20_000; round++) {
            List<Placement.Candidate> nodes = new ArrayList<>();
            for (int i = 0; i < random.nextInt(6); i++) {
                nodes.add(new Placement.Candidate(
                        Samples.node(i),
                        List.of(Health.OK, Health.IMPAIRED, Health.UNREACHABLE).get(random.nextInt(3)),
                        capacity(random)));
            }
            Capacity demand = capacity(random);
            Set<NodeName> excluded = random.nextBoolean() ? Set.of(Samples.node(random.nextInt(6))) : Set.of();
            SchedulingPolicy policy = random.nextBoolean() ? SchedulingPolicy.GREEDY : SchedulingPolicy.ROUNDROBIN;
            Optional<NodeName> last = Optional.of(Samples.node(random.nextInt(8)));

            Optional<NodeName> chosen = Placement.place(policy, nodes, demand, excluded, last);

            List<NodeName> possible = nodes.stream()
                    .filter(node -> node.health() == Health.OK)
                    .filter(node -> node.available().holds(demand))
                    .map(Placement.Candidate::name)
                    .filter(name -> !excluded.contains(name))
                    .toList();
            assertThat(chosen.isPresent()).isEqualTo(!possible.isEmpty());
            chosen.ifPresent(name -> assertThat(possible).contains(name));
        }
    }

    @Test
    void theLedgerCountsWhatIsNotReportedYet() {
        Capacity total = new Capacity(8, 8192, 100);
        assertThat(Ledger.available(
                        total, SMALL, Map.of(Samples.instance(1), SMALL, Samples.instance(2), SMALL), Set.of(), false))
                .isEqualTo(new Capacity(6, 7168, 96));
        assertThat(Ledger.available(
                        total,
                        new Capacity(3, 3000, 30),
                        Map.of(Samples.instance(1), SMALL, Samples.instance(2), SMALL),
                        Set.of(Samples.instance(1)),
                        true))
                .isEqualTo(new Capacity(4, 8192 - 3000 - 512, 68));
    }

    @Test
    void aDiskOfTheImagesOwnSizeCounts() {
        assertThat(Ledger.demand(Samples.spec(1, 1, new Capacity(1, 512, 0)))).isEqualTo(new Capacity(1, 512, 3));
        assertThat(Ledger.demand(Samples.spec(1))).isEqualTo(SMALL);
    }

    private static Placement.Candidate ok(int number, Capacity available) {
        return new Placement.Candidate(Samples.node(number), Health.OK, available);
    }

    private static Capacity capacity(Random random) {
        return new Capacity(random.nextInt(4), random.nextInt(4), random.nextInt(4));
    }
}
