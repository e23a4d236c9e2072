package io.jarrah.clc.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.instance.DesiredState;
import io.jarrah.clc.instance.InstanceSummary;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClusterPlannerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final NodeName NODE = new NodeName("n1");
    private static final Told SETTLED = told(Map.of(), Map.of(), Map.of());

    @Test
    void saysNothingBeforeTheClusterWasHeard() {
        assertThat(ClusterPlanner.plan(desired(wanted(1, 0, null, false)), KnownCluster.SILENT, NOW))
                .isEmpty();
    }

    @Test
    void tellsNodesFirst() {
        KnownCluster known = new KnownCluster("epoch", Map.of(), Map.of(), Told.NOTHING);
        assertThat(ClusterPlanner.plan(desired(wanted(1, 0, null, false)), known, NOW))
                .containsExactly(new ClusterStep.ApplyNodes(3), new ClusterStep.Run(List.of(ID)));
    }

    @Test
    void tellsANewerNetworkAndRepeatsAnOldOne() {
        Told older = new Told(message(3), message(6), Map.of(), Map.of(), Map.of());
        assertThat(isNetworkDue(older)).isTrue();
        Told longAgo = new Told(
                message(3),
                Optional.of(new Told.Message(7, NOW.minus(ClusterPlanner.REPEAT))),
                Map.of(),
                Map.of(),
                Map.of());
        assertThat(isNetworkDue(longAgo)).isTrue();
        assertThat(isNetworkDue(SETTLED)).isFalse();
        assertThat(ClusterPlanner.isNetworkDue(7, KnownCluster.SILENT, NOW)).isFalse();
    }

    @Test
    void aWantedInstanceOffTheBooksIsRunOnlyIfItCannotBeRunning() {
        assertThat(steps(wanted(1, 0, null, false), null)).containsExactly(run());
        assertThat(steps(wanted(1, 0, InstancePhase.PENDING, false), null)).containsExactly(run());
        assertThat(steps(wanted(1, 0, InstancePhase.STAGING, true), null)).containsExactly(run());
        assertThat(steps(wanted(1, 0, InstancePhase.BOOTING, true), null)).containsExactly(run());
        assertThat(steps(wanted(1, 0, InstancePhase.RUNNING, true), null)).isEmpty();
        assertThat(steps(wanted(1, 0, InstancePhase.SHUTTING_DOWN, true), null)).isEmpty();
        assertThat(steps(wanted(1, 0, InstancePhase.TERMINATED, true), null)).isEmpty();
    }

    @Test
    void aStagedInstanceOffTheBooksOfASilentNodeMayWellBeThere() {
        for (Health health : List.of(Health.UNREACHABLE)) {
            KnownCluster known = new KnownCluster("epoch", Map.of(), Map.of(NODE, node(health)), SETTLED);
            assertThat(ClusterPlanner.plan(desired(wanted(1, 0, InstancePhase.STAGING, true)), known, NOW))
                    .isEmpty();
        }
        KnownCluster unknownNode = new KnownCluster("epoch", Map.of(), Map.of(), SETTLED);
        assertThat(ClusterPlanner.plan(desired(wanted(1, 0, InstancePhase.BOOTING, true)), unknownNode, NOW))
                .isEmpty();
    }

    @Test
    void anAcknowledgedRunIsNotRepeatedUntilItIsOverdue() {
        assertThat(steps(wanted(1, 0, null, false), null, runTold(Duration.ofSeconds(4))))
                .isEmpty();
        assertThat(steps(wanted(1, 0, null, false), null, runTold(Duration.ofSeconds(5))))
                .containsExactly(run());
    }

    @Test
    void oneThatStillWaitsForItsImageGetsAFreshUrl() {
        InstanceSummary row = wanted(1, 0, InstancePhase.STAGING, true);
        for (InstancePhase phase : List.of(InstancePhase.PENDING, InstancePhase.STAGING)) {
            assertThat(steps(row, seen(phase, 1, 0), runTold(Duration.ofMinutes(29))))
                    .isEmpty();
            assertThat(steps(row, seen(phase, 1, 0), runTold(Duration.ofMinutes(30))))
                    .containsExactly(run());
            assertThat(steps(row, seen(phase, 1, 0)))
                    .as("after a restart of ours")
                    .containsExactly(run());
        }
        assertThat(steps(row, seen(InstancePhase.BOOTING, 1, 0))).isEmpty();
        assertThat(steps(row, seen(InstancePhase.RUNNING, 1, 0))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = InstancePhase.class)
    void anUnwantedInstanceIsEndedUnlessItIsOver(InstancePhase phase) {
        InstanceSummary row = unwanted(2, phase);
        if (phase == InstancePhase.TERMINATED) {
            assertThat(steps(row, seen(phase, 2, 0))).isEmpty();
        } else {
            assertThat(steps(row, seen(phase, 1, 0))).containsExactly(terminate(2));
            assertThat(steps(row, null)).as("not on the books").containsExactly(terminate(2));
            Told taken = told(Map.of(), Map.of(ID, new Told.Message(2, NOW.minusSeconds(30))), Map.of());
            assertThat(steps(row, seen(phase, 2, 0), taken)).as("taken up").isEmpty();
            assertThat(steps(row, seen(phase, 1, 0), taken)).as("not taken up").containsExactly(terminate(2));
            Told old = told(Map.of(), Map.of(ID, new Told.Message(2, NOW.minusSeconds(60))), Map.of());
            assertThat(steps(row, seen(phase, 2, 0), old)).as("insist").containsExactly(terminate(2));
        }
    }

    @Test
    void anUnwantedInstanceNobodyEverHeardOfIsEndedToo() {
        assertThat(steps(unwanted(2, null), null)).containsExactly(terminate(2));
    }

    @Test
    void rebootsOnceForEachGeneration() {
        ClusterStep reboot = new ClusterStep.Reboot(List.of(new InstanceRef(ID, 3)));
        InstanceSummary row = wanted(1, 3, InstancePhase.RUNNING, true);
        assertThat(steps(row, seen(InstancePhase.RUNNING, 1, 2))).containsExactly(reboot);
        assertThat(steps(row, seen(InstancePhase.RUNNING, 1, 3))).isEmpty();
        Told asked = told(Map.of(), Map.of(), Map.of(ID, new Told.Message(3, NOW)));
        assertThat(steps(row, seen(InstancePhase.RUNNING, 1, 2), asked)).isEmpty();
        Told askedBefore = told(Map.of(), Map.of(), Map.of(ID, new Told.Message(2, NOW)));
        assertThat(steps(row, seen(InstancePhase.RUNNING, 1, 2), askedBefore)).containsExactly(reboot);
        assertThat(steps(row, seen(InstancePhase.BOOTING, 1, 2)))
                .as("it boots anyway")
                .isEmpty();
    }

    @Test
    void silenceOfTheNodeChangesNothing() {
        ObservedInstance silent =
                new ObservedInstance(ID, 1, 0, InstancePhase.RUNNING, Optional.of(NODE), false, Optional.empty(), NOW);
        assertThat(steps(wanted(1, 0, InstancePhase.RUNNING, true), silent)).isEmpty();
    }

    @Test
    void theClusterForgetsWhatHasNoRowAndIsOver() {
        KnownCluster over = known(seen(InstancePhase.TERMINATED, 2, 0), SETTLED);
        assertThat(ClusterPlanner.plan(desired(), over, NOW)).containsExactly(new ClusterStep.Forget(List.of(ID)));
        assertThat(ClusterPlanner.plan(desired(unwanted(2, InstancePhase.TERMINATED)), over, NOW))
                .as("still described")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = InstancePhase.class, mode = EnumSource.Mode.EXCLUDE, names = "TERMINATED")
    void whatNoRowExplainsIsReportedAndLeftAlone(InstancePhase phase) {
        KnownCluster known = known(seen(phase, 1, 0), SETTLED);
        assertThat(ClusterPlanner.plan(desired(), known, NOW)).isEmpty();
        assertThat(ClusterPlanner.unexplained(desired(), known)).containsExactly(ID);
    }

    @Test
    void aTerminatedRowIsNeverRaisedByALateReport() {
        assertThat(steps(wanted(1, 1, InstancePhase.TERMINATED, true), seen(InstancePhase.RUNNING, 1, 0)))
                .isEmpty();
    }

    private static boolean isNetworkDue(Told told) {
        return ClusterPlanner.isNetworkDue(7, new KnownCluster("epoch", Map.of(), Map.of(), told), NOW);
    }

    private static List<ClusterStep> steps(InstanceSummary row, ObservedInstance observed) {
        return steps(row, observed, SETTLED);
    }

    private static List<ClusterStep> steps(InstanceSummary row, ObservedInstance observed, Told told) {
        return ClusterPlanner.plan(desired(row), known(observed, told), NOW);
    }

    private static KnownCluster known(ObservedInstance observed, Told told) {
        return new KnownCluster(
                "epoch", observed == null ? Map.of() : Map.of(ID, observed), Map.of(NODE, node(Health.OK)), told);
    }

    private static DesiredCluster desired(InstanceSummary... rows) {
        return new DesiredCluster(3, List.of(rows));
    }

    private static InstanceSummary wanted(long generation, long reboots, InstancePhase last, boolean placed) {
        return new InstanceSummary(
                ID,
                DesiredState.RUNNING,
                generation,
                reboots,
                new Correlation("r"),
                Optional.ofNullable(last),
                placed ? Optional.of(NODE) : Optional.empty());
    }

    private static InstanceSummary unwanted(long generation, InstancePhase last) {
        return new InstanceSummary(
                ID,
                DesiredState.TERMINATED,
                generation,
                0,
                new Correlation("r"),
                Optional.ofNullable(last),
                Optional.of(NODE));
    }

    private static ObservedInstance seen(InstancePhase phase, long generation, long reboots) {
        return new ObservedInstance(ID, generation, reboots, phase, Optional.of(NODE), true, Optional.empty(), NOW);
    }

    private static NodeStatus node(Health health) {
        return new NodeStatus(NODE, health, "", NOW, "kvm", Capacity.NONE, Capacity.NONE);
    }

    private static ClusterStep run() {
        return new ClusterStep.Run(List.of(ID));
    }

    private static ClusterStep terminate(long generation) {
        return new ClusterStep.Terminate(List.of(new InstanceRef(ID, generation)));
    }

    private static Told runTold(Duration ago) {
        return told(Map.of(ID, new Told.Message(1, NOW.minus(ago))), Map.of(), Map.of());
    }

    private static Told told(
            Map<InstanceId, Told.Message> runs,
            Map<InstanceId, Told.Message> terminations,
            Map<InstanceId, Told.Message> reboots) {
        return new Told(message(3), message(7), runs, terminations, reboots);
    }

    private static Optional<Told.Message> message(long generation) {
        return Optional.of(new Told.Message(generation, NOW));
    }
}
