package io.jarrah.nc.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.testing.Eventually;
import io.jarrah.nc.testing.Specs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the node controller relies on when it gives domains volumes, whatever runs the domains. */
public abstract class VolumeContract {
    /** A guest may be booting, and is asked more than once then. */
    private static final Duration LONG = Duration.ofMinutes(2);

    /** The hypervisor under test, started. */
    protected abstract Hypervisor hypervisor();

    /** A domain it can run. */
    protected abstract DomainSpec spec() throws Exception;

    /** A volume that it can reach. */
    protected abstract DomainVolume volume(int number, String dev) throws Exception;

    @AfterEach
    void clean() throws Exception {
        hypervisor().destroy(Specs.ID);
        hypervisor().undefine(Specs.ID);
    }

    @Test
    void aDomainHasTheVolumesItWasDefinedWith() throws Exception {
        List<DomainVolume> volumes = List.of(volume(1, "vdc"), volume(2, "vdd"));
        hypervisor().define(spec().withVolumes(volumes));
        assertThat(hypervisor().volumes(Specs.ID)).isEmpty();
        hypervisor().start(Specs.ID, volumes);
        assertThat(hypervisor().volumes(Specs.ID))
                .containsExactlyInAnyOrder(disk(volumes.get(0)), disk(volumes.get(1)));
        hypervisor().destroy(Specs.ID);
        assertThat(hypervisor().volumes(Specs.ID)).isEmpty();
    }

    @Test
    void aRunningDomainIsGivenVolumesAndLetsThemGo() throws Exception {
        DomainVolume first = volume(3, "vdc");
        DomainVolume second = volume(4, "vdd");
        hypervisor().define(spec());
        hypervisor().start(Specs.ID);
        hypervisor().attach(Specs.ID, first);
        hypervisor().attach(Specs.ID, second);
        assertThat(hypervisor().volumes(Specs.ID)).containsExactlyInAnyOrder(disk(first), disk(second));
        hypervisor().grow(Specs.ID, disk(first), 1);
        hypervisor().reset(Specs.ID);
        assertThat(hypervisor().volumes(Specs.ID)).hasSize(2);
        letGo(disk(first));
        assertThat(hypervisor().volumes(Specs.ID)).containsExactly(disk(second));
        hypervisor().attach(Specs.ID, first);
        assertThat(hypervisor().volumes(Specs.ID)).hasSize(2);
    }

    @Test
    void whatDoesNotRunIsGivenNothing() throws Exception {
        DomainVolume volume = volume(5, "vdc");
        hypervisor().define(spec());
        assertThatThrownBy(() -> hypervisor().attach(Specs.ID, volume)).isInstanceOf(HypervisorException.class);
        assertThat(hypervisor().volumes(Specs.ID)).isEmpty();
    }

    private void letGo(VolumeDisk disk) throws Exception {
        long[] asked = {0};
        Eventually.isTrue(LONG, () -> {
            if (!hypervisor().volumes(Specs.ID).contains(disk)) {
                return true;
            }
            if (System.nanoTime() - asked[0] > Duration.ofSeconds(1).toNanos()) {
                ask(disk);
                asked[0] = System.nanoTime();
            }
            return false;
        });
    }

    /** It may let go just now, or say that it is at it. */
    private void ask(VolumeDisk disk) throws HypervisorException {
        try {
            hypervisor().detach(Specs.ID, disk);
        } catch (HypervisorException e) {
            assertThat(e.kind()).isEqualTo(HypervisorException.Kind.FAILED);
        }
    }

    private static VolumeDisk disk(DomainVolume volume) {
        return new VolumeDisk(volume.volume(), volume.attachment(), volume.dev());
    }
}
