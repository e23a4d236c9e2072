package io.jarrah.cc.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.Samples;
import io.jarrah.cc.books.InstanceRecord;
import io.jarrah.cc.books.NodeView;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodePlannerTest {
    private static final InstanceId ONE = Samples.instance(1);
    private static final NodeName HERE = Samples.node(1);

    private final Map<InstanceId, ObservedInstance> observed = new HashMap<>();

    @Test
    void whatTheNodeDoesNotHaveIsSent() {
        assertThat(plan(record(1, false, 0, Optional.of(HERE), false)))
                .containsExactly(new NodeStep.RunInstance(Samples.spec(1)));
    }

    @Test
    void whatTheNodeHasIsNotSentAgain() {
        seen(InstancePhase.STAGING, 1, 0);
        assertThat(plan(record(1, false, 0, Optional.of(HERE), false))).isEmpty();
    }

    @Test
    void anInstanceThatTheDocumentDoesNotKnowWaits() {
        NodeView view = new NodeView(
                HERE,
                List.of(record(1, false, 0, Optional.of(HERE), false)),
                observed,
                Set.of(),
                Set.of(),
                Set.of(Samples.instance(99)),
                Optional.empty());
        assertThat(NodePlanner.plan(view)).isEmpty();
    }

    @Test
    void whatEndsComesFirstThenTheNetworkThenWhatBegins() {
        NodeNetwork network = new NodeNetwork(1, List.of(Samples.NET10), List.of("192.168.70.1"), List.of(), List.of());
        observed.put(Samples.instance(2), seenAs(Samples.instance(2), InstancePhase.RUNNING, 1, 0));
        InstanceRecord ending = new InstanceRecord(
                Samples.instance(2),
                2,
                Optional.of(Samples.spec(2)),
                true,
                0,
                Optional.of(HERE),
                Set.of(),
                false,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        NodeView view = new NodeView(
                HERE,
                List.of(record(1, false, 0, Optional.of(HERE), false), ending),
                observed,
                Set.of(),
                Set.of(),
                Set.of(ONE),
                Optional.of(network));
        assertThat(NodePlanner.plan(view))
                .containsExactly(
                        new NodeStep.TerminateInstance(new InstanceRef(Samples.instance(2), 2)),
                        new NodeStep.ApplyNetwork(network),
                        new NodeStep.RunInstance(Samples.spec(1)));
    }

    @Test
    void aTerminationIsSentUntilItIsUnderWay() {
        NodeStep end = new NodeStep.TerminateInstance(new InstanceRef(ONE, 2));
        InstanceRecord record = record(2, true, 0, Optional.of(HERE), false);
        assertThat(plan(record)).containsExactly(end);
        seen(InstancePhase.RUNNING, 2, 0);
        assertThat(plan(record)).containsExactly(end);
        seen(InstancePhase.SHUTTING_DOWN, 1, 0);
        assertThat(plan(record)).containsExactly(end);
        seen(InstancePhase.SHUTTING_DOWN, 2, 0);
        assertThat(plan(record)).isEmpty();
        seen(InstancePhase.TERMINATED, 2, 0);
        assertThat(plan(record)).isEmpty();
    }

    @Test
    void aRebootIsSentToARunningInstanceOnce() {
        InstanceRecord record = record(1, false, 3, Optional.of(HERE), false);
        seen(InstancePhase.BOOTING, 1, 2);
        assertThat(plan(record)).isEmpty();
        seen(InstancePhase.RUNNING, 1, 2);
        assertThat(plan(record)).containsExactly(new NodeStep.RebootInstance(new InstanceRef(ONE, 3)));
        seen(InstancePhase.RUNNING, 1, 3);
        assertThat(plan(record)).isEmpty();
    }

    @Test
    void onlyWhatIsOverIsForgotten() {
        InstanceRecord record = record(2, true, 0, Optional.of(HERE), true);
        seen(InstancePhase.TERMINATED, 2, 0);
        assertThat(plan(record)).containsExactly(new NodeStep.ForgetInstances(List.of(ONE)));
        observed.clear();
        seen(InstancePhase.RUNNING, 1, 0);
        assertThat(plan(record)).containsExactly(new NodeStep.TerminateInstance(new InstanceRef(ONE, 2)));
    }

    @Test
    void aCopyOfAnInstanceOfAnotherNodeIsLeftAlone() {
        seen(InstancePhase.RUNNING, 1, 0);
        assertThat(plan(record(1, false, 0, Optional.of(Samples.node(2)), false)))
                .isEmpty();
        assertThat(plan(record(2, true, 0, Optional.of(Samples.node(2)), false)))
                .containsExactly(new NodeStep.TerminateInstance(new InstanceRef(ONE, 2)));
    }

    private List<NodeStep> plan(InstanceRecord record) {
        return NodePlanner.plan(
                new NodeView(HERE, List.of(record), observed, Set.of(), Set.of(), Set.of(ONE), Optional.empty()));
    }

    private void seen(InstancePhase phase, long generation, long reboots) {
        observed.put(ONE, seenAs(ONE, phase, generation, reboots));
    }

    private static ObservedInstance seenAs(InstanceId id, InstancePhase phase, long generation, long reboots) {
        return new ObservedInstance(
                id, generation, reboots, phase, Optional.empty(), true, Optional.empty(), Instant.EPOCH);
    }

    private static InstanceRecord record(
            long generation, boolean terminate, long reboots, Optional<NodeName> node, boolean forgotten) {
        return new InstanceRecord(
                ONE,
                generation,
                Optional.of(Samples.spec(1)),
                terminate,
                reboots,
                node,
                Set.of(),
                forgotten,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
