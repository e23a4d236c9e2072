package io.jarrah.nc.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.testing.Eventually;
import io.jarrah.nc.hypervisor.DomainVolume;
import io.jarrah.nc.hypervisor.HostResources;
import io.jarrah.nc.hypervisor.Hypervisor;
import io.jarrah.nc.simulated.SimulatedHypervisor;
import io.jarrah.nc.simulated.SimulatedTiming;
import io.jarrah.nc.testing.MovableClock;
import io.jarrah.nc.testing.Specs;
import io.jarrah.nc.testing.Volumes;
import io.jarrah.nc.volume.Attachments;
import io.jarrah.nc.volume.VolumePortal;
import io.jarrah.nc.volume.VolumeTask;
import io.jarrah.nc.volume.VolumeTasks;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeWorkTest {
    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock();
    private final CountDownLatch looked = new CountDownLatch(1);
    private final SimulatedHypervisor real =
            new SimulatedHypervisor(SimulatedTiming.INSTANT, new HostResources(4, 4096), clock, new Random(1));
    private final VolumeTasks tasks = new VolumeTasks(attachingWhileLookedAt(), VolumePortal.OPEN, clock, id -> {});

    /** An attachment ends exactly between a look at the disks and what is done next. */
    private Hypervisor attachingWhileLookedAt() {
        return (Hypervisor) Proxy.newProxyInstance(
                Hypervisor.class.getClassLoader(), new Class<?>[] {Hypervisor.class}, (proxy, method, arguments) -> {
                    try {
                        return switch (method.getName()) {
                            case "attach" -> {
                                looked.await();
                                yield null;
                            }
                            case "volumes" -> {
                                looked.countDown();
                                InstanceId id = (InstanceId) arguments[0];
                                Eventually.isTrue(
                                        () -> tasks.status(id).get(Volumes.id(1)) instanceof VolumeTask.Ended);
                                yield List.of();
                            }
                            default -> method.invoke(real, arguments);
                        };
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void whatEndsDuringALookCountsAsUnderWay() {
        DomainVolume volume = Volumes.domainVolume(1, 1, "vdc");
        InstanceRecord record = InstanceRecord.accepted(Specs.instance(Specs.ID, 1), "c", clock.instant())
                .withVolumes(Attachments.NONE.apply(Volumes.wanted(1, Volumes.connection(1, 1))));
        tasks.attach(Specs.ID, volume, "c");
        VolumeWork work =
                new VolumeWork(new InstanceRecords(new NodeName("nc1"), directory), attachingWhileLookedAt(), tasks);
        assertThat(work.observe(record, true).tasks().get(Volumes.id(1))).isInstanceOf(VolumeTask.Running.class);
    }
}
