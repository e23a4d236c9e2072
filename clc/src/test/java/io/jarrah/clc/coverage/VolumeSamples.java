package io.jarrah.clc.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.testing.Eventually;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeModification;

/** The samples of volumes, for {@link ActionSamples}: with the loops running, over a fake storage controller. */
final class VolumeSamples {
    private static final String NO_VOLUME = "vol-00000000000000001";
    private static final String NOT_FOUND = "InvalidVolume.NotFound";

    private final Map<String, ActionSample> samples;

    private VolumeSamples(Map<String, ActionSample> samples) {
        this.samples = samples;
    }

    static void addTo(Map<String, ActionSample> samples) {
        VolumeSamples volumes = new VolumeSamples(samples);
        volumes.makingAndRemoving();
        volumes.attaching();
        volumes.describing();
        volumes.attributes();
        volumes.modifications();
    }

    private void sample(
            String action,
            Consumer<World> works,
            Consumer<World> stranger,
            Function<World, ThrowingCallable> error,
            String errorCode) {
        samples.put(action, new ActionSample(works, stranger, error, errorCode));
    }

    private void makingAndRemoving() {
        sample(
                "CreateVolume",
                w -> assertThat(w.alice.createVolume(
                                r -> r.availabilityZone("zone1").size(3).volumeType("gp3")))
                        .satisfies(answer -> {
                            assertThat(answer.volumeId()).startsWith("vol-");
                            assertThat(answer.stateAsString()).isEqualTo("creating");
                            assertThat(answer.iops()).isEqualTo(3_000);
                            assertThat(answer.createTime()).isNotNull();
                            assertThat(answer.hasAttachments()).isTrue();
                        }),
                w -> {
                    String his = w.bob.createVolume(
                                    r -> r.availabilityZone("zone1").size(1))
                            .volumeId();
                    assertThat(World.code(() -> w.alice.describeVolumes(r -> r.volumeIds(his))))
                            .isEqualTo(NOT_FOUND);
                },
                w -> () ->
                        w.alice.createVolume(r -> r.availabilityZone("nowhere").size(1)),
                "InvalidZone.NotFound");
        sample(
                "DeleteVolume",
                w -> {
                    String id = available(w);
                    w.alice.deleteVolume(r -> r.volumeId(id));
                    eventually(() -> assertThat(World.code(() -> w.alice.describeVolumes(r -> r.volumeIds(id))))
                            .isEqualTo(NOT_FOUND));
                },
                w -> {
                    String hers = available(w);
                    assertThat(World.code(() -> w.bob.deleteVolume(r -> r.volumeId(hers))))
                            .isEqualTo(NOT_FOUND);
                },
                w -> () -> w.alice.deleteVolume(r -> r.volumeId("vol-nonsense")),
                "InvalidVolumeID.Malformed");
    }

    private void attaching() {
        sample(
                "AttachVolume",
                w -> {
                    String id = attached(w, "/dev/sdf");
                    assertThat(w.alice
                                    .describeInstances(r -> r.instanceIds(w.instance))
                                    .reservations()
                                    .getFirst()
                                    .instances()
                                    .getFirst()
                                    .blockDeviceMappings())
                            .anySatisfy(mapping -> {
                                assertThat(mapping.deviceName()).isEqualTo("/dev/sdf");
                                assertThat(mapping.ebs().volumeId()).isEqualTo(id);
                            });
                },
                // Failure 7 of facts 7.2: a volume was attached to another account's instance.
                w -> {
                    String hers = available(w);
                    String his = w.bob.createVolume(
                                    r -> r.availabilityZone("zone1").size(1))
                            .volumeId();
                    assertThat(World.code(() -> w.bob.attachVolume(
                                    r -> r.volumeId(hers).instanceId(w.instance).device("/dev/sdg"))))
                            .isEqualTo(NOT_FOUND);
                    assertThat(World.code(() -> w.bob.attachVolume(
                                    r -> r.volumeId(his).instanceId(w.instance).device("/dev/sdg"))))
                            .isEqualTo("InvalidInstanceID.NotFound");
                    assertThat(World.code(() -> w.alice.attachVolume(
                                    r -> r.volumeId(his).instanceId(w.instance).device("/dev/sdg"))))
                            .isEqualTo(NOT_FOUND);
                },
                w -> () -> w.alice.attachVolume(
                        r -> r.volumeId(NO_VOLUME).instanceId(w.instance).device("/dev/sda1")),
                "InvalidParameterValue");
        sample(
                "DetachVolume",
                w -> {
                    String id = attached(w, "/dev/sdh");
                    assertThat(w.alice.detachVolume(r -> r.volumeId(id)).stateAsString())
                            .isEqualTo("detaching");
                    eventually(
                            () -> assertThat(described(w, id).stateAsString()).isEqualTo("available"));
                },
                w -> {
                    String hers = attached(w, "/dev/sdi");
                    assertThat(World.code(() -> w.bob.detachVolume(r -> r.volumeId(hers))))
                            .isEqualTo(NOT_FOUND);
                    assertThat(described(w, hers).stateAsString()).isEqualTo("in-use");
                },
                w -> {
                    String id = available(w);
                    return () -> w.alice.detachVolume(r -> r.volumeId(id));
                },
                "IncorrectState");
    }

    private void describing() {
        sample(
                "DescribeVolumes",
                w -> {
                    String id = available(w);
                    assertThat(described(w, id)).satisfies(volume -> {
                        assertThat(volume.size()).isEqualTo(1);
                        assertThat(volume.volumeTypeAsString()).isEqualTo("gp2");
                        assertThat(volume.encrypted()).isFalse();
                    });
                },
                w -> {
                    String hers = available(w);
                    assertThat(w.bob.describeVolumes().volumes())
                            .noneSatisfy(his -> assertThat(his.volumeId()).isEqualTo(hers));
                },
                w -> () -> w.alice.describeVolumes(r -> r.volumeIds(NO_VOLUME)),
                NOT_FOUND);
        sample(
                "DescribeVolumeStatus",
                w -> {
                    String id = available(w);
                    assertThat(w.alice
                                    .describeVolumeStatus(r -> r.volumeIds(id))
                                    .volumeStatuses())
                            .singleElement()
                            .satisfies(
                                    status -> assertThat(status.volumeStatus().statusAsString())
                                            .isEqualTo("ok"));
                },
                w -> {
                    String hers = available(w);
                    assertThat(World.code(() -> w.bob.describeVolumeStatus(r -> r.volumeIds(hers))))
                            .isEqualTo(NOT_FOUND);
                },
                w -> () -> w.alice.describeVolumeStatus(r -> r.maxResults(1)),
                "InvalidParameterValue");
    }

    private void attributes() {
        sample(
                "DescribeVolumeAttribute",
                w -> {
                    String id = available(w);
                    assertThat(w.alice
                                    .describeVolumeAttribute(r -> r.volumeId(id).attribute("autoEnableIO"))
                                    .autoEnableIO()
                                    .value())
                            .isFalse();
                },
                w -> {
                    String hers = available(w);
                    assertThat(World.code(() -> w.bob.describeVolumeAttribute(
                                    r -> r.volumeId(hers).attribute("productCodes"))))
                            .isEqualTo(NOT_FOUND);
                },
                w -> () -> w.alice.describeVolumeAttribute(r -> r.volumeId(NO_VOLUME)),
                "MissingParameter");
        sample(
                "ModifyVolumeAttribute",
                w -> {
                    String id = available(w);
                    w.alice.modifyVolumeAttribute(r -> r.volumeId(id).autoEnableIO(flag -> flag.value(true)));
                    assertThat(w.alice
                                    .describeVolumeAttribute(r -> r.volumeId(id).attribute("autoEnableIO"))
                                    .autoEnableIO()
                                    .value())
                            .isTrue();
                },
                w -> {
                    String hers = available(w);
                    assertThat(World.code(() -> w.bob.modifyVolumeAttribute(
                                    r -> r.volumeId(hers).autoEnableIO(flag -> flag.value(true)))))
                            .isEqualTo(NOT_FOUND);
                },
                w -> () -> w.alice.modifyVolumeAttribute(r -> r.volumeId(NO_VOLUME)),
                "MissingParameter");
    }

    private void modifications() {
        sample(
                "ModifyVolume",
                w -> {
                    String id = available(w);
                    assertThat(w.alice.modifyVolume(r -> r.volumeId(id).size(2)).volumeModification())
                            .satisfies(begun -> {
                                assertThat(begun.originalSize()).isEqualTo(1);
                                assertThat(begun.targetSize()).isEqualTo(2);
                                assertThat(begun.startTime()).isNotNull();
                            });
                    eventually(() -> assertThat(modification(w, id).modificationStateAsString())
                            .isEqualTo("completed"));
                    assertThat(described(w, id).size()).isEqualTo(2);
                },
                w -> {
                    String hers = available(w);
                    assertThat(World.code(() ->
                                    w.bob.modifyVolume(r -> r.volumeId(hers).size(2))))
                            .isEqualTo(NOT_FOUND);
                },
                w -> () -> w.alice.modifyVolume(r -> r.volumeId(NO_VOLUME)),
                "MissingParameter");
        sample(
                "DescribeVolumesModifications",
                w -> {
                    String id = available(w);
                    w.alice.modifyVolume(r -> r.volumeId(id).volumeType("standard"));
                    assertThat(modification(w, id)).satisfies(modified -> {
                        assertThat(modified.modificationStateAsString()).isEqualTo("completed");
                        assertThat(modified.originalVolumeTypeAsString()).isEqualTo("gp2");
                        assertThat(modified.targetVolumeTypeAsString()).isEqualTo("standard");
                    });
                },
                w -> {
                    String hers = available(w);
                    w.alice.modifyVolume(r -> r.volumeId(hers).volumeType("standard"));
                    assertThat(World.code(() -> w.bob.describeVolumesModifications(r -> r.volumeIds(hers))))
                            .isEqualTo(NOT_FOUND);
                },
                w -> () -> w.alice.describeVolumesModifications(r -> r.volumeIds(available(w))),
                "InvalidVolumeModification.NotFound");
    }

    private static VolumeModification modification(World w, String id) {
        return w.alice
                .describeVolumesModifications(r -> r.volumeIds(id))
                .volumesModifications()
                .getFirst();
    }

    /** Samples are no place for checked exceptions. */
    static void eventually(Runnable assertions) {
        try {
            Eventually.passes(assertions::run);
        } catch (Exception e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    static String available(World w) {
        String id =
                w.alice.createVolume(r -> r.availabilityZone("zone1").size(1)).volumeId();
        eventually(() -> assertThat(described(w, id).stateAsString()).isEqualTo("available"));
        return id;
    }

    private static String attached(World w, String device) {
        String id = available(w);
        w.alice.attachVolume(r -> r.volumeId(id).instanceId(w.instance).device(device));
        eventually(() -> assertThat(described(w, id).attachments())
                .singleElement()
                .satisfies(attachment -> assertThat(attachment.stateAsString()).isEqualTo("attached")));
        return id;
    }

    static Volume described(World w, String id) {
        return w.alice.describeVolumes(r -> r.volumeIds(id)).volumes().getFirst();
    }
}
