package io.jarrah.nc.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.testing.Eventually;
import io.jarrah.nc.testing.Specs;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the node controller relies on, whatever runs the domains. */
public abstract class HypervisorContract {
    protected static final InstanceId ID = Specs.id(0xabc);
    private static final InstanceId OTHER = Specs.id(0xdef);

    private final Queue<String> changes = new ConcurrentLinkedQueue<>();
    private Hypervisor hypervisor;

    /** The hypervisor under test, started. */
    protected abstract Hypervisor hypervisor() throws Exception;

    /** A domain it can run. */
    protected abstract DomainSpec spec(InstanceId id) throws Exception;

    @BeforeEach
    void listen() throws Exception {
        hypervisor = hypervisor();
        hypervisor.onChange(changes::add);
    }

    @AfterEach
    void clean() throws Exception {
        for (InstanceId id : new InstanceId[] {ID, OTHER}) {
            hypervisor.destroy(id);
            hypervisor.undefine(id);
        }
    }

    @Test
    void aDomainLivesAndDies() throws Exception {
        assertThat(hypervisor.domain(ID)).isEmpty();
        hypervisor.define(spec(ID));
        assertThat(hypervisor.domain(ID)).get().satisfies(domain -> {
            assertThat(domain.state()).isEqualTo(DomainState.STOPPED);
            assertThat(domain.stopReason()).isEqualTo(StopReason.UNKNOWN);
        });
        hypervisor.start(ID);
        awaitRunning(ID);
        assertThat(hypervisor.domains()).anyMatch(domain -> domain.name().equals(ID.value()));
        hypervisor.destroy(ID);
        assertThat(hypervisor.domain(ID)).get().satisfies(domain -> {
            assertThat(domain.state()).isEqualTo(DomainState.STOPPED);
            assertThat(domain.stopReason()).isEqualTo(StopReason.DESTROYED);
        });
        hypervisor.undefine(ID);
        assertThat(hypervisor.domain(ID)).isEmpty();
    }

    @Test
    void everythingMayBeRepeated() throws Exception {
        hypervisor.destroy(ID);
        hypervisor.undefine(ID);
        hypervisor.define(spec(ID));
        hypervisor.define(spec(ID));
        hypervisor.start(ID);
        hypervisor.start(ID);
        awaitRunning(ID);
        hypervisor.define(spec(ID));
        assertThat(hypervisor.domain(ID).orElseThrow().state().active()).isTrue();
        hypervisor.destroy(ID);
        hypervisor.destroy(ID);
        hypervisor.start(ID);
        awaitRunning(ID);
    }

    @Test
    void changesAreAnnounced() throws Exception {
        hypervisor.define(spec(ID));
        hypervisor.start(ID);
        awaitRunning(ID);
        Eventually.isTrue(() -> changes.contains(ID.value()));
        changes.clear();
        hypervisor.destroy(ID);
        Eventually.isTrue(() -> changes.contains(ID.value()));
    }

    @Test
    void whatIsNotThereCannotBeStarted() {
        assertThatThrownBy(() -> hypervisor.start(OTHER))
                .isInstanceOfSatisfying(HypervisorException.class, e -> assertThat(e.kind())
                        .isEqualTo(HypervisorException.Kind.FAILED));
        assertThatThrownBy(() -> hypervisor.reset(OTHER)).isInstanceOf(HypervisorException.class);
    }

    @Test
    void aResetLeavesTheDomainRunning() throws Exception {
        hypervisor.define(spec(ID));
        hypervisor.start(ID);
        awaitRunning(ID);
        hypervisor.reset(ID);
        awaitRunning(ID);
    }

    @Test
    void theHostHasSomething() throws Exception {
        assertThat(hypervisor.host().cpus()).isPositive();
        assertThat(hypervisor.host().memoryMib()).isPositive();
        assertThat(hypervisor.health().ok()).isTrue();
    }

    private void awaitRunning(InstanceId id) throws Exception {
        Eventually.isTrue(() -> hypervisor.domain(id).orElseThrow().state() == DomainState.RUNNING);
    }
}
