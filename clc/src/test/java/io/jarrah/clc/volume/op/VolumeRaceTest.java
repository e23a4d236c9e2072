package io.jarrah.clc.volume.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.clc.volume.reconcile.VolumeProcess;
import io.jarrah.common.id.InstanceId;
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

/** Many callers and one volume, or one instance. */
class VolumeRaceTest {
    private static final String ATTACHED = "attached";

    /** Facts 7.2, failure 5: one volume was attached to two instances. */
    @Test
    void failure5OneVolumeIsAttachedToOneOfFiftyInstances() throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            cloud.cluster.automatic();
            VolumeProcess process = new VolumeProcess(cloud);
            List<InstanceId> instances = process.launch(cloud.image(TestingCalls.ALICE, false), 50);
            VolumeId volume = process.volume();
            List<String> answers = together(instances.stream()
                    .<Callable<String>>map(instance -> () -> attach(process, volume, instance, "/dev/sdf"))
                    .toList());
            assertThat(answers).containsOnlyOnce(ATTACHED);
            assertThat(Collections.frequency(answers, "VolumeInUse")).isEqualTo(49);
            process.converge();
            assertThat(instances.stream()
                            .filter(id -> !cloud.cluster
                                    .instance(id)
                                    .orElseThrow()
                                    .volumes()
                                    .volumes()
                                    .isEmpty())
                            .map(InstanceId::value))
                    .as("on one node, the one that the API says")
                    .containsExactly(
                            process.described(volume).attachments().getFirst().instanceId());
            assertThat(cloud.storage.exported(volume).orElseThrow().attachment())
                    .as("nobody else's number was given out")
                    .isEqualTo(1);
        }
    }

    @Test
    void oneDeviceOfAnInstanceIsGivenOnce() throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            cloud.cluster.automatic();
            VolumeProcess process = new VolumeProcess(cloud);
            InstanceId instance =
                    process.launch(cloud.image(TestingCalls.ALICE, false), 1).getFirst();
            List<Callable<String>> calls = new ArrayList<>();
            for (VolumeId volume : volumes(process, 8)) {
                // Two names of one place.
                String device = calls.size() % 2 == 0 ? "/dev/sdz" : "/dev/xvdz";
                calls.add(() -> attach(process, volume, instance, device));
            }
            List<String> answers = together(calls);
            assertThat(answers).containsOnlyOnce(ATTACHED);
            assertThat(Collections.frequency(answers, "InvalidParameterValue")).isEqualTo(7);
        }
    }

    @Test
    void oneOfManyTakesTheLastPlaceOfAnInstance() throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            cloud.cluster.automatic();
            VolumeProcess process = new VolumeProcess(cloud);
            InstanceId instance =
                    process.launch(cloud.image(TestingCalls.ALICE, false), 1).getFirst();
            List<VolumeId> volumes = volumes(process, 25);
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < volumes.size(); i++) {
                VolumeId volume = volumes.get(i);
                String device = "/dev/sd" + (char) ('b' + i);
                if (i < Attachments.MAX_PER_INSTANCE - 1) {
                    process.attach(volume, instance, device);
                } else {
                    calls.add(() -> attach(process, volume, instance, device));
                }
            }
            List<String> answers = together(calls);
            assertThat(answers).hasSize(6).containsOnlyOnce(ATTACHED);
            assertThat(Collections.frequency(answers, "AttachmentLimitExceeded"))
                    .isEqualTo(5);
        }
    }

    private static List<VolumeId> volumes(VolumeProcess process, int count) {
        List<VolumeId> volumes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            volumes.add(process.created());
        }
        process.converge();
        return volumes;
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

    private static String attach(VolumeProcess process, VolumeId volume, InstanceId instance, String device) {
        try {
            process.attach(volume, instance, device);
            return ATTACHED;
        } catch (ApiException refused) {
            return refused.error().code();
        }
    }
}
