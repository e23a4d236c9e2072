package io.jarrah.clc.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.Tag;

/** A sample for every EC2 action served; {@link ActionCoverageIT} fails when one is missing. */
final class ActionSamples {
    private static final String ED25519 =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl x";
    private static final Filter WRONG_FILTER =
            Filter.builder().name("no-such-filter").values("x").build();
    private static final LaunchPermission EVERYBODY =
            LaunchPermission.builder().group("all").build();

    private final Map<String, ActionSample> samples = new LinkedHashMap<>();

    private ActionSamples() {
        keyPairs();
        tags();
        cloud();
        instances();
        runningInstances();
        instanceAttributes();
        images();
        VpcSamples.addTo(this::sample);
        AddressSamples.addTo(samples);
        MetadataSamples.addTo(samples);
        SecurityGroupSamples.addTo(samples);
        VolumeSamples.addTo(samples);
        SnapshotSamples.addTo(samples);
    }

    static Map<String, ActionSample> all() {
        return Map.copyOf(new ActionSamples().samples);
    }

    private void sample(
            String action,
            Consumer<World> works,
            Consumer<World> stranger,
            Function<World, ThrowingCallable> error,
            String errorCode) {
        samples.put(action, new ActionSample(works, stranger, error, errorCode));
    }

    private void keyPairs() {
        sample(
                "CreateKeyPair",
                w -> assertThat(w.alice.createKeyPair(r -> r.keyName("fresh")).keyMaterial())
                        .startsWith("-----BEGIN RSA PRIVATE KEY-----\n"),
                w -> assertThat(w.bob.createKeyPair(r -> r.keyName(World.KEY)).keyPairId())
                        .startsWith("key-"),
                w -> () -> w.alice.createKeyPair(r -> r.keyName(World.KEY)),
                "InvalidKeyPair.Duplicate");
        sample(
                "ImportKeyPair",
                w -> assertThat(w.alice
                                .importKeyPair(
                                        r -> r.keyName("imported").publicKeyMaterial(SdkBytes.fromUtf8String(ED25519)))
                                .keyName())
                        .isEqualTo("imported"),
                w -> w.bob.importKeyPair(
                        r -> r.keyName("imported").publicKeyMaterial(SdkBytes.fromUtf8String(ED25519))),
                w -> () -> w.alice.importKeyPair(
                        r -> r.keyName("bad").publicKeyMaterial(SdkBytes.fromUtf8String("ssh-rsa nonsense"))),
                "InvalidKey.Format");
        sample(
                "DescribeKeyPairs",
                w -> assertThat(w.alice
                                .describeKeyPairs(r -> r.keyNames(World.KEY).includePublicKey(true))
                                .keyPairs())
                        .singleElement()
                        .satisfies(pair -> {
                            assertThat(pair.keyTypeAsString()).isEqualTo("ed25519");
                            assertThat(pair.publicKey()).endsWith(" " + World.KEY);
                            assertThat(pair.createTime()).isNotNull();
                        }),
                w -> assertThat(World.code(() -> w.bob.describeKeyPairs(r -> r.keyNames("only-alices"))))
                        .isEqualTo("InvalidKeyPair.NotFound"),
                w -> () -> w.alice.describeKeyPairs(r -> r.filters(WRONG_FILTER)),
                "InvalidParameterValue");
        sample(
                "DeleteKeyPair",
                w -> assertThat(w.alice
                                .deleteKeyPair(r -> r.keyName("never-was"))
                                .returnValue())
                        .isTrue(),
                w -> {
                    w.alice.importKeyPair(r -> r.keyName("kept").publicKeyMaterial(SdkBytes.fromUtf8String(ED25519)));
                    w.bob.deleteKeyPair(r -> r.keyName("kept"));
                    assertThat(w.alice.describeKeyPairs(r -> r.keyNames("kept")).keyPairs())
                            .hasSize(1);
                },
                w -> () -> w.alice.deleteKeyPair(r -> {}),
                "MissingParameter");
    }

    private void tags() {
        Tag tag = Tag.builder().key("stage").value("test").build();
        sample(
                "CreateTags",
                w -> w.alice.createTags(r -> r.resources(w.instance).tags(tag)),
                w -> assertThat(World.code(() ->
                                w.bob.createTags(r -> r.resources(w.instance).tags(tag))))
                        .isEqualTo("InvalidInstanceID.NotFound"),
                w -> () -> w.alice.createTags(r -> r.resources(w.instance)
                        .tags(Tag.builder().key("aws:x").value("y").build())),
                "InvalidParameterValue");
        sample(
                "DeleteTags",
                w -> {
                    w.alice.createTags(r -> r.resources(w.image).tags(tag));
                    w.alice.deleteTags(r -> r.resources(w.image).tags(tag));
                    assertThat(w.alice
                                    .describeTags(r -> r.filters(filter("resource-id", w.image)))
                                    .tags())
                            .isEmpty();
                },
                w -> assertThat(World.code(() ->
                                w.bob.deleteTags(r -> r.resources(w.instance).tags(tag))))
                        .isEqualTo("InvalidInstanceID.NotFound"),
                w -> () -> w.alice.deleteTags(r -> r.resources("zebra-1").tags(tag)),
                "InvalidID");
        sample(
                "DescribeTags",
                w -> {
                    w.alice.createTags(r -> r.resources(w.instance).tags(tag));
                    assertThat(w.alice
                                    .describeTags(r -> r.filters(filter("key", "sta*")))
                                    .tags())
                            .anySatisfy(found -> {
                                assertThat(found.resourceId()).isEqualTo(w.instance);
                                assertThat(found.resourceTypeAsString()).isEqualTo("instance");
                            });
                },
                w -> assertThat(w.bob.describeTags().tags()).isEmpty(),
                w -> () -> w.alice.describeTags(r -> r.maxResults(5).nextToken("nonsense")),
                "InvalidNextToken");
    }

    private void cloud() {
        sample(
                "DescribeInstanceTypes",
                w -> assertThat(w.alice
                                .describeInstanceTypes(r -> r.instanceTypesWithStrings("m1.small"))
                                .instanceTypes())
                        .singleElement()
                        .satisfies(type -> {
                            assertThat(type.processorInfo().supportedArchitecturesAsStrings())
                                    .containsExactly("x86_64");
                            assertThat(type.vCpuInfo().defaultVCpus()).isPositive();
                            assertThat(type.memoryInfo().sizeInMiB()).isPositive();
                            assertThat(type.networkInfo().maximumNetworkInterfaces())
                                    .isPositive();
                            assertThat(type.supportedUsageClassesAsStrings()).containsExactly("on-demand");
                            assertThat(type.burstablePerformanceSupported()).isFalse();
                        }),
                w -> assertThat(w.bob.describeInstanceTypes(r -> {}).instanceTypes())
                        .isEqualTo(w.alice.describeInstanceTypes(r -> {}).instanceTypes()),
                w -> () -> w.alice.describeInstanceTypes(r -> r.instanceTypesWithStrings("z9.nano")),
                "InvalidInstanceType");
        sample(
                "DescribeAvailabilityZones",
                w -> assertThat(w.alice.describeAvailabilityZones().availabilityZones())
                        .singleElement()
                        .satisfies(zone -> {
                            assertThat(zone.zoneName()).isEqualTo("zone1");
                            assertThat(zone.stateAsString()).isEqualTo("available");
                        }),
                w -> assertThat(w.bob.describeAvailabilityZones().availabilityZones())
                        .isEqualTo(w.alice.describeAvailabilityZones().availabilityZones()),
                w -> () -> w.alice.describeAvailabilityZones(r -> r.zoneNames("zone9")),
                "InvalidParameterValue");
        sample(
                "DescribeRegions",
                w -> assertThat(w.alice.describeRegions().regions())
                        .singleElement()
                        .satisfies(region -> assertThat(region.endpoint()).doesNotContain("/")),
                w -> assertThat(w.bob.describeRegions().regions())
                        .isEqualTo(w.alice.describeRegions().regions()),
                w -> () -> w.alice.describeRegions(r -> r.regionNames("mars-1")),
                "InvalidParameterValue");
    }

    private void instances() {
        sample(
                "RunInstances",
                w -> assertThat(w.alice
                                .runInstances(
                                        r -> r.imageId(w.image).minCount(1).maxCount(1))
                                .instances())
                        .singleElement()
                        .satisfies(run -> assertThat(run.state().nameAsString()).isEqualTo("pending")),
                w -> assertThat(World.code(() -> w.bob.runInstances(
                                r -> r.imageId(w.image).minCount(1).maxCount(1))))
                        .isEqualTo("InvalidAMIID.NotFound"),
                w -> () -> w.alice.runInstances(
                        r -> r.imageId(w.image).minCount(1).maxCount(1).keyName("no-such-key")),
                "InvalidKeyPair.NotFound");
        sample(
                "DescribeInstances",
                w -> assertThat(w.alice
                                .describeInstances(r -> r.instanceIds(w.instance))
                                .reservations())
                        .hasSize(1),
                w -> {
                    assertThat(w.bob.describeInstances().reservations()).isEmpty();
                    assertThat(World.code(() -> w.bob.describeInstances(r -> r.instanceIds(w.instance))))
                            .isEqualTo("InvalidInstanceID.NotFound");
                },
                w -> () -> w.alice.describeInstances(r -> r.instanceIds("nonsense")),
                "InvalidInstanceID.Malformed");
        sample(
                "DescribeInstanceStatus",
                w -> assertThat(w.alice
                                .describeInstanceStatus(r -> r.instanceIds(w.instance))
                                .instanceStatuses())
                        .hasSize(1),
                w -> assertThat(w.bob.describeInstanceStatus(r -> {}).instanceStatuses())
                        .isEmpty(),
                w -> () -> w.alice.describeInstanceStatus(r -> r.filters(WRONG_FILTER)),
                "InvalidParameterValue");
        sample(
                "TerminateInstances",
                w -> {
                    String id = launched(w);
                    assertThat(w.alice
                                    .terminateInstances(r -> r.instanceIds(id))
                                    .terminatingInstances())
                            .singleElement()
                            .satisfies(change -> assertThat(change.instanceId()).isEqualTo(id));
                },
                w -> assertThat(World.code(() -> w.bob.terminateInstances(r -> r.instanceIds(w.instance))))
                        .isEqualTo("InvalidInstanceID.NotFound"),
                w -> () -> w.alice.terminateInstances(r -> r.instanceIds(World.NO_INSTANCE)),
                "InvalidInstanceID.NotFound");
    }

    private void runningInstances() {
        sample(
                "RebootInstances",
                w -> w.alice.rebootInstances(r -> r.instanceIds(w.instance)),
                w -> assertThat(World.code(() -> w.bob.rebootInstances(r -> r.instanceIds(w.instance))))
                        .isEqualTo("InvalidInstanceID.NotFound"),
                w -> () -> w.alice.rebootInstances(r -> r.instanceIds(World.NO_INSTANCE)),
                "InvalidInstanceID.NotFound");
        sample(
                "GetConsoleOutput",
                w -> assertThat(w.alice
                                .getConsoleOutput(r -> r.instanceId(w.instance))
                                .instanceId())
                        .isEqualTo(w.instance),
                w -> assertThat(World.code(() -> w.bob.getConsoleOutput(r -> r.instanceId(w.instance))))
                        .isEqualTo("InvalidInstanceID.NotFound"),
                w -> () -> w.alice.getConsoleOutput(r -> r.instanceId(World.NO_INSTANCE)),
                "InvalidInstanceID.NotFound");
    }

    private void instanceAttributes() {
        sample(
                "DescribeInstanceAttribute",
                w -> assertThat(w.alice
                                .describeInstanceAttribute(
                                        r -> r.instanceId(w.instance).attribute("disableApiTermination"))
                                .disableApiTermination()
                                .value())
                        .isFalse(),
                w -> assertThat(World.code(() -> w.bob.describeInstanceAttribute(
                                r -> r.instanceId(w.instance).attribute("userData"))))
                        .isEqualTo("InvalidInstanceID.NotFound"),
                w -> () -> w.alice.describeInstanceAttribute(
                        r -> r.instanceId(w.instance).attribute("colour")),
                "InvalidParameterValue");
        sample(
                "ModifyInstanceAttribute",
                w -> w.alice.modifyInstanceAttribute(
                        r -> r.instanceId(w.instance).disableApiTermination(v -> v.value(false))),
                w -> assertThat(World.code(() -> w.bob.modifyInstanceAttribute(
                                r -> r.instanceId(w.instance).disableApiTermination(v -> v.value(true)))))
                        .isEqualTo("InvalidInstanceID.NotFound"),
                w -> () -> w.alice.modifyInstanceAttribute(
                        r -> r.instanceId(World.NO_INSTANCE).disableApiTermination(v -> v.value(true))),
                "InvalidInstanceID.NotFound");
    }

    private void images() {
        sample(
                "RegisterImage",
                w -> assertThat(w.alice
                                .registerImage(r -> r.name("disk").imageLocation("images/disk.img"))
                                .imageId())
                        .isNotEmpty(),
                w -> {
                    String his = w.bob.registerImage(r -> r.name("bobs").imageLocation("images/disk.img"))
                            .imageId();
                    assertThat(w.alice.describeImages(r -> r.owners("self")).images())
                            .noneSatisfy(image -> assertThat(image.imageId()).isEqualTo(his));
                },
                w -> () -> w.alice.registerImage(r -> r.name("nowhere")),
                "MissingParameter");
        sample(
                "DeregisterImage",
                w -> {
                    String id = w.alice
                            .registerImage(r -> r.name("gone").imageLocation("images/disk.img"))
                            .imageId();
                    w.alice.deregisterImage(r -> r.imageId(id));
                    assertThat(World.code(() -> w.alice.describeImages(r -> r.imageIds(id))))
                            .isEqualTo("InvalidAMIID.NotFound");
                },
                w -> assertThat(World.code(() -> w.bob.deregisterImage(r -> r.imageId(w.image))))
                        .isIn("InvalidAMIID.NotFound", "AuthFailure"),
                w -> () -> w.alice.deregisterImage(r -> r.imageId("nonsense")),
                "InvalidAMIID.Malformed");
        sample(
                "DescribeImages",
                w -> assertThat(w.alice.describeImages(r -> r.imageIds(w.image)).images())
                        .hasSize(1),
                w -> assertThat(World.code(() -> w.bob.describeImages(r -> r.imageIds(w.image))))
                        .isEqualTo("InvalidAMIID.NotFound"),
                w -> () -> w.alice.describeImages(r -> r.filters(List.of(WRONG_FILTER))),
                "InvalidParameterValue");
        sample(
                "ModifyImageAttribute",
                w -> w.alice.modifyImageAttribute(r -> r.imageId(w.image).launchPermission(p -> p.remove(EVERYBODY))),
                w -> assertThat(World.code(() -> w.bob.modifyImageAttribute(
                                r -> r.imageId(w.image).launchPermission(p -> p.add(EVERYBODY)))))
                        .isIn("InvalidAMIID.NotFound", "AuthFailure"),
                w -> () -> w.alice.modifyImageAttribute(
                        r -> r.imageId("nonsense").launchPermission(p -> p.add(EVERYBODY))),
                "InvalidAMIID.Malformed");
    }

    private static String launched(World world) {
        try {
            return world.launched();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
