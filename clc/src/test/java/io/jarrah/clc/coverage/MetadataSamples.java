package io.jarrah.clc.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** The samples of metadata options, for {@link ActionSamples}. */
final class MetadataSamples {
    private MetadataSamples() {}

    static void addTo(Map<String, ActionSample> samples) {
        samples.put("ModifyInstanceMetadataOptions", options());
        samples.put("ModifyInstanceMetadataDefaults", defaults());
        samples.put("GetInstanceMetadataDefaults", getDefaults());
    }

    private static ActionSample options() {
        return new ActionSample(
                w -> {
                    assertThat(w.alice
                                    .modifyInstanceMetadataOptions(r -> r.instanceId(w.instance)
                                            .httpTokens("required")
                                            .httpPutResponseHopLimit(2)
                                            .instanceMetadataTags("enabled"))
                                    .instanceMetadataOptions()
                                    .stateAsString())
                            .isEqualTo("pending");
                    assertThat(w.alice
                                    .describeInstances(r -> r.instanceIds(w.instance))
                                    .reservations()
                                    .getFirst()
                                    .instances()
                                    .getFirst()
                                    .metadataOptions())
                            .satisfies(options -> {
                                assertThat(options.httpTokensAsString()).isEqualTo("required");
                                assertThat(options.httpPutResponseHopLimit()).isEqualTo(2);
                                assertThat(options.instanceMetadataTagsAsString())
                                        .isEqualTo("enabled");
                            });
                },
                w -> assertThat(World.code(() -> w.bob.modifyInstanceMetadataOptions(
                                r -> r.instanceId(w.instance).httpEndpoint("disabled"))))
                        .isEqualTo("InvalidInstanceID.NotFound"),
                w -> () -> w.alice.modifyInstanceMetadataOptions(
                        r -> r.instanceId(w.instance).httpPutResponseHopLimit(65)),
                "InvalidParameterValue");
    }

    private static ActionSample defaults() {
        return new ActionSample(
                w -> assertThat(w.alice
                                .modifyInstanceMetadataDefaults(r -> r.httpPutResponseHopLimit(2))
                                .returnValue())
                        .isTrue(),
                w -> {
                    w.alice.modifyInstanceMetadataDefaults(r -> r.httpPutResponseHopLimit(2));
                    w.bob.modifyInstanceMetadataDefaults(r -> r.httpPutResponseHopLimit(3));
                    assertThat(w.alice
                                    .getInstanceMetadataDefaults(r -> {})
                                    .accountLevel()
                                    .httpPutResponseHopLimit())
                            .isEqualTo(2);
                },
                w -> () -> w.alice.modifyInstanceMetadataDefaults(r -> r.httpTokens("perhaps")),
                "InvalidParameterValue");
    }

    private static ActionSample getDefaults() {
        return new ActionSample(
                w -> assertThat(w.alice
                                .getInstanceMetadataDefaults(r -> {})
                                .accountLevel()
                                .managedByAsString())
                        .isEqualTo("account"),
                w -> assertThat(w.bob.getInstanceMetadataDefaults(r -> {})
                                .accountLevel()
                                .httpTokensAsString())
                        .isNull(),
                w -> () -> w.alice.getInstanceMetadataDefaults(r -> r.dryRun(true)),
                "DryRunOperation");
    }
}
