package io.jarrah.clc.snapshot.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.reconcile.VolumeProcess;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeRequest;

/** Many callers and one snapshot, or one volume. */
class SnapshotRaceTest {
    private static final String DONE = "done";

    /** Either the volume is there and the snapshot is in use, or the snapshot is gone and there is no volume; never a volume whose beginning is gone. */
    @Test
    void aSnapshotIsDeletedOrAVolumeBeginsWithIt() throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            cloud.cluster.automatic();
            VolumeProcess process = new VolumeProcess(cloud);
            VolumeId volume = process.volume();
            for (int round = 0; round < 12; round++) {
                SnapshotId id = process.snapshot(volume);
                List<String> answers =
                        together(List.of(doing(() -> process.begun(id)), doing(() -> process.delete(id))));
                assertThat(answers)
                        .as("round %d", round)
                        .isIn(List.of(DONE, "InvalidSnapshot.InUse"), List.of("InvalidSnapshot.NotFound", DONE));
                process.converge();
                if (answers.getFirst().equals(DONE)) {
                    process.delete(id);
                }
            }
            process.converge();
            assertThat(cloud.storage.known())
                    .allSatisfy(id -> assertThat(process.state(id)).isEqualTo("available"));
        }
    }

    /** While the reconciler is at work: a snapshot that was answered is whole in the end, for its volume's data were there as long as it needed them. */
    @Test
    void aVolumeIsDeletedAfterItsSnapshotOrThereIsNone() throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            cloud.cluster.automatic();
            VolumeProcess process = new VolumeProcess(cloud);
            for (int round = 0; round < 25; round++) {
                VolumeId volume = process.volume();
                List<SnapshotId> made = Collections.synchronizedList(new ArrayList<>());
                List<String> answers = together(List.of(doing(() -> made.add(process.snapped(volume))), doing(() -> {
                    process.delete(volume);
                    process.pass();
                    cloud.storage.settle();
                })));
                assertThat(answers).as("round %d", round).isIn(List.of(DONE, DONE), List.of("IncorrectState", DONE));
                process.converge();
                assertThat(cloud.storage.present()).isEmpty();
                made.forEach(id -> assertThat(process.snapshotState(id)).isEqualTo("completed"));
                assertThat(made).hasSize(Collections.frequency(answers, DONE) - 1);
            }
        }
    }

    @Test
    void theLastOfAQuotaIsTakenOnce() throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            cloud.cluster.automatic();
            VolumeProcess process = new VolumeProcess(cloud);
            VolumeId volume = process.volume();
            for (int i = 0; i < TestingCloud.VOLUMES.snapshots() - 1; i++) {
                process.snapped(volume);
            }
            List<String> answers = together(Collections.nCopies(6, doing(() -> process.snapped(volume))));
            assertThat(answers).containsOnlyOnce(DONE);
            assertThat(Collections.frequency(answers, "SnapshotLimitExceeded")).isEqualTo(5);
        }
    }

    @Test
    void noneOfManyGrantsIsLost() throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            cloud.cluster.automatic();
            VolumeProcess process = new VolumeProcess(cloud);
            SnapshotId id = process.snapshot(process.volume());
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String account = "10000000000" + i;
                calls.add(doing(() -> cloud.call(ModifySnapshotAttributeRequest.builder()
                        .snapshotId(id.value())
                        .attribute("createVolumePermission")
                        .operationType("add")
                        .userIds(account)
                        .build())));
            }
            assertThat(together(calls)).containsOnly(DONE);
            assertThat(SnapshotSharingTest.permissions(cloud, TestingCalls.ALICE, id))
                    .hasSize(8);
        }
    }

    private static Callable<String> doing(Runnable call) {
        return () -> {
            try {
                call.run();
                return DONE;
            } catch (ApiException refused) {
                return refused.error().code();
            }
        };
    }

    private static List<String> together(List<Callable<String>> calls) throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
            List<Future<String>> answers = new ArrayList<>();
            for (Callable<String> call : calls) {
                answers.add(threads.submit(() -> {
                    begin.await();
                    return call.call();
                }));
            }
            begin.countDown();
            List<String> all = new ArrayList<>();
            for (Future<String> answer : answers) {
                all.add(answer.get());
            }
            return all;
        }
    }
}
