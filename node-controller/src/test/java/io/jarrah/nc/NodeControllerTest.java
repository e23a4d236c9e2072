package io.jarrah.nc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.NodeDescription;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.testing.Eventually;
import io.jarrah.nc.hypervisor.DomainSpec;
import io.jarrah.nc.hypervisor.HostResources;
import io.jarrah.nc.hypervisor.StopReason;
import io.jarrah.nc.instance.InstanceLimits;
import io.jarrah.nc.simulated.SimulatedHypervisor;
import io.jarrah.nc.simulated.SimulatedTiming;
import io.jarrah.nc.testing.MovableClock;
import io.jarrah.nc.testing.Specs;
import io.jarrah.nc.volume.VolumePatience;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole node controller over the simulated hypervisor: life, death and restart. */
class NodeControllerTest {
    private static final Correlation REQUEST = new Correlation("req-1");
    private static final InstanceLimits HASTY = new InstanceLimits(
            3,
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMinutes(10),
            Duration.ofMillis(200),
            Duration.ofHours(2),
            Duration.ofMinutes(1),
            Duration.ofMillis(5),
            new VolumePatience(
                    Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(200), Duration.ofSeconds(5)),
            Duration.ofDays(1));

    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock();
    private final SimulatedHypervisor hypervisor =
            new SimulatedHypervisor(SimulatedTiming.INSTANT, new HostResources(4, 4096), clock, new Random(1));
    private NodeController controller;
    private NodeService node;

    @BeforeEach
    void start() throws Exception {
        NodeControllerConfig config = NodeControllerConfig.of(new NodeName("nc1"), directory)
                .withLimits(HASTY)
                .withOffer(new Capacity(0, 0, 50));
        controller = NodeController.simulated(
                config, hypervisor, SimulatedTiming.INSTANT, false, clock, new Random(1), new SimpleMeterRegistry());
        controller.start();
        node = controller.service();
    }

    @AfterEach
    void stop() throws Exception {
        controller.stop();
    }

    private void restart() throws Exception {
        controller.stop();
        start();
    }

    @Test
    void anInstanceComesToRunAndLeavesNothingBehind() throws Exception {
        node.runInstance(REQUEST, Specs.instance(Specs.ID, 1));
        awaitPhase(Specs.ID, InstancePhase.RUNNING);
        assertThat(new String(node.getConsoleOutput(REQUEST, Specs.ID).tail(), StandardCharsets.UTF_8))
                .contains("Linux version");
        assertThat(node.describeNode(REQUEST).used()).isEqualTo(new Capacity(1, 128, 1));
        node.terminateInstance(REQUEST, new InstanceRef(Specs.ID, 2));
        ObservedInstance ended = awaitPhase(Specs.ID, InstancePhase.TERMINATED);
        assertThat(ended.reason().map(StateReason::code)).contains("Client.UserInitiatedShutdown");
        assertThat(ended.generation()).isEqualTo(2);
        assertThat(hypervisor.domains()).isEmpty();
        assertThat(directory.resolve("instances/instances/" + Specs.ID)).doesNotExist();
        assertThat(node.describeNode(REQUEST).used()).isEqualTo(Capacity.NONE);
        node.forgetInstances(REQUEST, List.of(Specs.ID));
        assertThat(all()).isEmpty();
        assertThat(directory.resolve("state/instances")).isEmptyDirectory();
    }

    @Test
    void runningAgainChangesNothingAndTerminationWins() throws Exception {
        InstanceSpec spec = Specs.instance(Specs.ID, 2);
        node.runInstance(REQUEST, spec);
        ObservedInstance first = awaitPhase(Specs.ID, InstancePhase.RUNNING);
        node.runInstance(REQUEST, spec);
        node.runInstance(REQUEST, Specs.instance(Specs.ID, 1));
        node.terminateInstance(REQUEST, new InstanceRef(Specs.ID, 1));
        assertThat(observed(Specs.ID)).isEqualTo(first);
        node.terminateInstance(REQUEST, new InstanceRef(Specs.ID, 3));
        awaitPhase(Specs.ID, InstancePhase.TERMINATED);
        node.runInstance(REQUEST, Specs.instance(Specs.ID, 9));
        assertThat(observed(Specs.ID).phase()).isEqualTo(InstancePhase.TERMINATED);
    }

    @Test
    void terminationOfAnUnknownInstanceIsRemembered() throws Exception {
        node.terminateInstance(REQUEST, new InstanceRef(Specs.ID, 5));
        awaitPhase(Specs.ID, InstancePhase.TERMINATED);
        node.runInstance(REQUEST, Specs.instance(Specs.ID, 4));
        restart();
        assertThat(observed(Specs.ID).phase()).isEqualTo(InstancePhase.TERMINATED);
        assertThat(hypervisor.domains()).isEmpty();
    }

    @Test
    void whatDoesNotFitIsRefusedAndLeavesNoTrace() {
        for (int i = 1; i <= 4; i++) {
            node.runInstance(REQUEST, Specs.instance(Specs.id(i), 1));
        }
        assertThatThrownBy(() -> node.runInstance(REQUEST, Specs.instance(Specs.id(5), 1)))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(ServiceException.Code.NO_CAPACITY));
        node.runInstance(REQUEST, Specs.instance(Specs.id(4), 1));
        assertThat(all()).hasSize(4);
    }

    @Test
    void aGuestThatPowersOffIsTerminated() throws Exception {
        run(Specs.ID);
        hypervisor.guestPowersOff(Specs.ID);
        ObservedInstance ended = awaitPhase(Specs.ID, InstancePhase.TERMINATED);
        assertThat(ended.reason().map(StateReason::code)).contains("Client.InstanceInitiatedShutdown");
        assertThat(hypervisor.domains()).isEmpty();
    }

    @Test
    void aCrashedGuestIsStartedAgainUntilTooOften() throws Exception {
        run(Specs.ID);
        for (int i = 1; i < HASTY.starts(); i++) {
            Revision before = node.describeInstances(REQUEST, Revision.NONE, Duration.ZERO)
                    .revision();
            hypervisor.stopped(Specs.ID, StopReason.CRASHED);
            Eventually.isTrue(() -> node.describeInstances(REQUEST, before, Duration.ZERO).items().stream()
                    .anyMatch(item -> item.phase() == InstancePhase.RUNNING));
        }
        hypervisor.stopped(Specs.ID, StopReason.CRASHED);
        ObservedInstance ended = awaitPhase(Specs.ID, InstancePhase.TERMINATED);
        assertThat(ended.reason().map(StateReason::code)).contains("Server.InternalError");
    }

    @Test
    void aDomainThatCannotStartEndsWithTheReason() throws Exception {
        hypervisor.failStarts("no such machine");
        node.runInstance(REQUEST, Specs.instance(Specs.ID, 1));
        ObservedInstance ended = awaitPhase(Specs.ID, InstancePhase.TERMINATED);
        assertThat(ended.reason().orElseThrow().message()).contains("no such machine");
    }

    @Test
    void aRestartAdoptsWhatRuns() throws Exception {
        run(Specs.ID);
        restart();
        assertThat(observed(Specs.ID).phase()).isEqualTo(InstancePhase.RUNNING);
        assertThat(hypervisor.domains()).hasSize(1);
    }

    @Test
    void whatHappenedWhileItWasAwayIsMadeGood() throws Exception {
        run(Specs.id(1));
        run(Specs.id(2));
        run(Specs.id(3));
        controller.stop();
        hypervisor.guestPowersOff(Specs.id(1));
        hypervisor.stopped(Specs.id(2), StopReason.DESTROYED);
        start();
        awaitPhase(Specs.id(1), InstancePhase.TERMINATED);
        Eventually.isTrue(
                () -> hypervisor.domain(Specs.id(2)).orElseThrow().state().active());
        assertThat(observed(Specs.id(3)).phase()).isEqualTo(InstancePhase.RUNNING);
    }

    @Test
    void afterARebootOfTheHostInstancesRunAgain() throws Exception {
        run(Specs.ID);
        controller.stop();
        hypervisor.hostReboots();
        start();
        Eventually.isTrue(
                () -> hypervisor.domain(Specs.ID).orElseThrow().state().active());
        awaitPhase(Specs.ID, InstancePhase.RUNNING);
    }

    @Test
    void aSilentHypervisorChangesNoInstance() throws Exception {
        run(Specs.ID);
        hypervisor.disconnect();
        NodeDescription description = node.describeNode(REQUEST);
        assertThat(description.health()).isEqualTo(Health.IMPAIRED);
        assertThat(description.message()).contains("disconnected");
        node.runInstance(REQUEST, Specs.instance(Specs.id(2), 1));
        node.terminateInstance(REQUEST, new InstanceRef(Specs.ID, 2));
        assertThat(observed(Specs.ID).phase()).isEqualTo(InstancePhase.SHUTTING_DOWN);
        hypervisor.reconnect();
        awaitPhase(Specs.ID, InstancePhase.TERMINATED);
        awaitPhase(Specs.id(2), InstancePhase.RUNNING);
        assertThat(node.describeNode(REQUEST).health()).isEqualTo(Health.OK);
    }

    @Test
    void unknownDomainsAreReportedAndLeftAlone() throws Exception {
        hypervisor.addForeignDomain(foreign(), "mail-server");
        hypervisor.addForeignDomain(foreign(), Specs.id(77).value());
        hypervisor.reconnect();
        Eventually.isTrue(() -> node.describeNode(REQUEST)
                .unknownDomains()
                .equals(List.of(Specs.id(77).value(), "mail-server")));
        assertThat(hypervisor.domains()).hasSize(2).allMatch(domain -> domain.state()
                .active());
    }

    @Test
    void aRebootKeepsTheInstanceRunningAndIsCounted() throws Exception {
        run(Specs.ID);
        node.rebootInstance(REQUEST, new InstanceRef(Specs.ID, 1));
        Eventually.isTrue(() -> observed(Specs.ID).rebootGeneration() == 1);
        assertThat(observed(Specs.ID).phase()).isEqualTo(InstancePhase.RUNNING);
        assertThat(hypervisor.domain(Specs.ID).orElseThrow().lastReset()).isPresent();
        node.rebootInstance(REQUEST, new InstanceRef(Specs.ID, 1));
        assertThat(observed(Specs.ID).rebootGeneration()).isEqualTo(1);
        assertThatThrownBy(() -> node.rebootInstance(REQUEST, new InstanceRef(Specs.id(99), 1)))
                .isInstanceOf(ServiceException.class);
    }

    @Test
    void aLongPollAnswersWhenSomethingChanges() throws Exception {
        run(Specs.ID);
        Revision now =
                node.describeInstances(REQUEST, Revision.NONE, Duration.ZERO).revision();
        CompletableFuture<Changes<ObservedInstance>> poll =
                CompletableFuture.supplyAsync(() -> node.describeInstances(REQUEST, now, Duration.ofSeconds(30)));
        hypervisor.guestPowersOff(Specs.ID);
        assertThat(poll.get().items()).singleElement().satisfies(item -> assertThat(item.phase())
                .isNotEqualTo(InstancePhase.RUNNING));
    }

    @Test
    void aTombstoneExpiresByItself() throws Exception {
        run(Specs.ID);
        node.terminateInstance(REQUEST, new InstanceRef(Specs.ID, 2));
        awaitPhase(Specs.ID, InstancePhase.TERMINATED);
        clock.move(Duration.ofDays(1));
        hypervisor.reconnect();
        Eventually.isTrue(() -> all().isEmpty());
    }

    @Test
    void aDamagedRecordIsSetAsideAndItsDomainReported() throws Exception {
        run(Specs.ID);
        controller.stop();
        Path record = directory.resolve("state/instances/" + Specs.ID + ".json");
        Files.writeString(record, "{broken");
        start();
        Eventually.isTrue(() -> node.describeNode(REQUEST).unknownDomains().equals(List.of(Specs.ID.value())));
        assertThat(hypervisor.domains()).hasSize(1);
        assertThat(record.resolveSibling(record.getFileName() + ".corrupt")).exists();
    }

    private static DomainSpec foreign() {
        return new DomainSpec(
                Specs.id(77),
                1,
                64,
                Path.of("/x"),
                Optional.empty(),
                Optional.empty(),
                new DomainSpec.DomainNic("br0", "tap0", "d0:0d:00:00:00:01", 1500),
                Path.of("/y"),
                false);
    }

    private void run(InstanceId id) throws Exception {
        node.runInstance(REQUEST, Specs.instance(id, 1));
        awaitPhase(id, InstancePhase.RUNNING);
    }

    private List<ObservedInstance> all() {
        return node.describeInstances(REQUEST, Revision.NONE, Duration.ZERO).items();
    }

    private ObservedInstance observed(InstanceId id) {
        return all().stream().filter(item -> item.id().equals(id)).findAny().orElseThrow();
    }

    private ObservedInstance awaitPhase(InstanceId id, InstancePhase phase) throws Exception {
        return Eventually.get(() -> all().stream()
                .filter(item -> item.id().equals(id) && item.phase() == phase)
                .findAny());
    }
}
