package io.jarrah.clc.instance.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.MetadataSettings;
import io.jarrah.clc.metadata.IdentitySigner;
import io.jarrah.clc.metadata.InstanceMetadataReader;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.MetadataOptions;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.id.InstanceId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GetInstanceMetadataDefaultsRequest;
import software.amazon.awssdk.services.ec2.model.GetInstanceMetadataDefaultsResponse;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataDefaultsResponse;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsResponse;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataDefaultsRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsResponse;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

class MetadataOptionsTest {
    @TempDir
    Path state;

    private final TestingCloud cloud = new TestingCloud();

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    private String launch(UnaryOperator<RunInstancesRequest.Builder> change) {
        RunInstancesResponse answer = cloud.call(change.apply(RunInstancesRequest.builder()
                        .imageId(cloud.image(TestingCalls.ALICE, false).value())
                        .minCount(1)
                        .maxCount(1))
                .build());
        return answer.instances().getFirst().instanceId();
    }

    private String launchWith(UnaryOperator<InstanceMetadataOptionsRequest.Builder> change) {
        return launch(request -> request.metadataOptions(
                change.apply(InstanceMetadataOptionsRequest.builder()).build()));
    }

    private InstanceMetadataOptionsResponse modify(
            String instance, UnaryOperator<ModifyInstanceMetadataOptionsRequest.Builder> change) {
        ModifyInstanceMetadataOptionsResponse answer = cloud.call(
                change.apply(ModifyInstanceMetadataOptionsRequest.builder().instanceId(instance))
                        .build());
        assertThat(answer.instanceId()).isEqualTo(instance);
        return answer.instanceMetadataOptions();
    }

    private void prefer(UnaryOperator<ModifyInstanceMetadataDefaultsRequest.Builder> change) {
        cloud.call(change.apply(ModifyInstanceMetadataDefaultsRequest.builder()).build());
    }

    private InstanceMetadataDefaultsResponse preferred() {
        GetInstanceMetadataDefaultsResponse answer =
                cloud.call(GetInstanceMetadataDefaultsRequest.builder().build());
        return answer.accountLevel();
    }

    private InstanceMetadataOptionsResponse described(String instance) {
        DescribeInstancesResponse answer = cloud.call(
                DescribeInstancesRequest.builder().instanceIds(instance).build());
        return answer.reservations().getFirst().instances().getFirst().metadataOptions();
    }

    private void runs(String instance) {
        cloud.database.write(session -> session.find(InstanceEntity.class, instance)
                .observe(
                        new ObservedInstance(
                                new InstanceId(instance),
                                1,
                                0,
                                InstancePhase.RUNNING,
                                Optional.of(TestingCloud.NODES.getFirst()),
                                true,
                                Optional.empty(),
                                cloud.clock.instant()),
                        cloud.clock.instant()));
    }

    private InstanceMetadata read(String instance) {
        InstanceEntity row = cloud.database.read(session -> session.find(InstanceEntity.class, instance));
        return new InstanceMetadataReader(
                        cloud.database,
                        cloud.api.tags(),
                        "us-east-1",
                        TestingCloud.PLAN,
                        new IdentitySigner(state, cloud.clock, new SecureRandom())::get,
                        cloud.clock)
                .read(
                        TestingCloud.ZONE,
                        row.network().orElseThrow(),
                        row.privateIp().orElseThrow());
    }

    private static String code(Runnable call) {
        ApiException refused = catchThrowableOfType(ApiException.class, call::run);
        assertThat(refused).as("the call must be refused").isNotNull();
        return refused.error().code();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void aLaunchSaysHowMetadataIsRead() {
        String usual = launch(request -> request);
        runs(usual);
        assertThat(described(usual)).satisfies(options -> {
            assertThat(options.stateAsString()).isEqualTo("applied");
            assertThat(options.httpTokensAsString()).isEqualTo("optional");
            assertThat(options.httpPutResponseHopLimit()).isEqualTo(1);
            assertThat(options.httpEndpointAsString()).isEqualTo("enabled");
            assertThat(options.httpProtocolIpv6AsString()).isEqualTo("disabled");
            assertThat(options.instanceMetadataTagsAsString()).isEqualTo("disabled");
        });
        assertThat(read(usual).options()).isEqualTo(MetadataOptions.DEFAULT);
        String strict = launchWith(options -> options.httpTokens("required")
                .httpPutResponseHopLimit(64)
                .httpEndpoint("disabled")
                .httpProtocolIpv6("disabled")
                .instanceMetadataTags("enabled"));
        assertThat(described(strict)).satisfies(options -> {
            assertThat(options.stateAsString()).as("until it runs").isEqualTo("pending");
            assertThat(options.httpTokensAsString()).isEqualTo("required");
            assertThat(options.httpPutResponseHopLimit()).isEqualTo(64);
            assertThat(options.httpEndpointAsString()).isEqualTo("disabled");
            assertThat(options.instanceMetadataTagsAsString()).isEqualTo("enabled");
        });
        assertThat(read(strict).options()).isEqualTo(new MetadataOptions(false, true, 64));
        DescribeInstancesResponse found = cloud.call(DescribeInstancesRequest.builder()
                .filters(
                        Filter.builder()
                                .name("metadata-options.http-tokens")
                                .values("required")
                                .build(),
                        Filter.builder()
                                .name("metadata-options.http-put-response-hop-limit")
                                .values("6*")
                                .build(),
                        Filter.builder()
                                .name("metadata-options.http-endpoint")
                                .values("disabled")
                                .build(),
                        Filter.builder()
                                .name("metadata-options.instance-metadata-tags")
                                .values("enabled")
                                .build())
                .build());
        assertThat(found.reservations().getFirst().instances())
                .singleElement()
                .extracting("instanceId")
                .isEqualTo(strict);
    }

    @Test
    void valuesThatAreNotEc2sAreRefused() {
        assertThat(code(() -> launchWith(options -> options.httpPutResponseHopLimit(0))))
                .isEqualTo("InvalidParameterValue");
        assertThat(code(() -> launchWith(options -> options.httpPutResponseHopLimit(65))))
                .isEqualTo("InvalidParameterValue");
        assertThat(code(() -> launchWith(options -> options.httpTokens("sometimes"))))
                .isEqualTo("InvalidParameterValue");
        assertThat(code(() -> launchWith(options -> options.httpEndpoint("on"))))
                .isEqualTo("InvalidParameterValue");
        assertThat(code(() -> launchWith(options -> options.httpProtocolIpv6("enabled"))))
                .isEqualTo("Unsupported");
        assertThat(code(() -> modify("i-00000000000000001", options -> options.httpTokens("required"))))
                .isEqualTo("InvalidInstanceID.NotFound");
    }

    @Test
    void aChangeKeepsWhatItDoesNotNameAndIsPendingUntilTheRelayAsksAgain() {
        String instance = launchWith(options -> options.httpPutResponseHopLimit(3));
        runs(instance);
        InstanceMetadataOptionsResponse changed = modify(instance, options -> options.httpTokens("required"));
        assertThat(changed.stateAsString()).isEqualTo("pending");
        assertThat(changed.httpPutResponseHopLimit()).isEqualTo(3);
        assertThat(read(instance).options()).isEqualTo(new MetadataOptions(true, true, 3));
        cloud.clock.pass(MetadataSettings.TOLD_FOR.minusSeconds(1));
        assertThat(described(instance).stateAsString()).isEqualTo("pending");
        cloud.clock.pass(Duration.ofSeconds(1));
        assertThat(described(instance).stateAsString()).isEqualTo("applied");
        assertThat(read(instance).expires()).isEqualTo(cloud.clock.instant().plus(MetadataSettings.TOLD_FOR));
        assertThat(modify(instance, options -> options.httpTokens("required")).stateAsString())
                .as("nothing changes")
                .isEqualTo("applied");
        cloud.call(TerminateInstancesRequest.builder().instanceIds(instance).build());
        assertThat(code(() -> modify(instance, options -> options.httpTokens("optional"))))
                .isEqualTo("IncorrectInstanceState");
    }

    @Test
    void tagsAreReadOnlyWhereTheyMayBeAndTheirKeysFitAPath() {
        String instance = launch(request -> request.tagSpecifications(TagSpecification.builder()
                .resourceType("instance")
                .tags(tag("Name", "web-7"), tag("team:owner", ""))
                .build()));
        assertThat(read(instance).metaData()).doesNotContainKey("tags/instance/Name");
        modify(instance, options -> options.instanceMetadataTags("enabled"));
        assertThat(read(instance).metaData())
                .containsEntry("tags/instance/Name", "web-7")
                .containsEntry("tags/instance/team:owner", "");
        for (String key : new String[] {"a b", "a/b", ".", "..", "_index", "é"}) {
            assertThat(code(() -> cloud.call(CreateTagsRequest.builder()
                            .resources(instance)
                            .tags(tag(key, "x"))
                            .build())))
                    .as(key)
                    .isEqualTo("InvalidParameterValue");
        }
        modify(instance, options -> options.instanceMetadataTags("disabled"));
        cloud.call(CreateTagsRequest.builder()
                .resources(instance)
                .tags(tag("a b", "x"))
                .build());
        assertThat(code(() -> modify(instance, options -> options.instanceMetadataTags("enabled"))))
                .isEqualTo("InvalidParameterValue");
        assertThat(code(() -> launch(request -> request.metadataOptions(InstanceMetadataOptionsRequest.builder()
                                .instanceMetadataTags("enabled")
                                .build())
                        .tagSpecifications(TagSpecification.builder()
                                .resourceType("instance")
                                .tags(tag("a/b", "x"))
                                .build()))))
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void anAccountPrefersWhatLaunchesDoNotSay() {
        assertThat(preferred().httpTokensAsString()).isNull();
        assertThat(preferred().managedByAsString()).isEqualTo("account");
        prefer(defaults ->
                defaults.httpTokens("required").httpPutResponseHopLimit(2).instanceMetadataTags("enabled"));
        prefer(defaults -> defaults.instanceMetadataTags("no-preference"));
        assertThat(preferred()).satisfies(defaults -> {
            assertThat(defaults.httpTokensAsString()).isEqualTo("required");
            assertThat(defaults.httpPutResponseHopLimit()).isEqualTo(2);
            assertThat(defaults.instanceMetadataTagsAsString()).isNull();
            assertThat(defaults.httpEndpointAsString()).isNull();
        });
        String instance = launchWith(options -> options.httpPutResponseHopLimit(5));
        assertThat(read(instance).options()).isEqualTo(new MetadataOptions(true, true, 5));
        prefer(defaults -> defaults.httpPutResponseHopLimit(-1).httpTokens("no-preference"));
        assertThat(read(launch(request -> request)).options()).isEqualTo(MetadataOptions.DEFAULT);
        assertThat(code(() -> prefer(defaults -> defaults.httpPutResponseHopLimit(0))))
                .isEqualTo("InvalidParameterValue");
        GetInstanceMetadataDefaultsResponse bobs = cloud.call(
                TestingCalls.BOB, GetInstanceMetadataDefaultsRequest.builder().build());
        assertThat(bobs.accountLevel().httpTokensAsString()).isNull();
    }

    @Test
    void anAccountMayInsistOnTokens() {
        String before = launch(request -> request);
        prefer(defaults -> defaults.httpTokensEnforced("enabled"));
        assertThat(preferred().httpTokensEnforcedAsString()).isEqualTo("enabled");
        assertThat(code(() -> launch(request -> request))).isEqualTo("UnsupportedOperation");
        String required = launchWith(options -> options.httpTokens("required"));
        assertThat(code(() -> modify(required, options -> options.httpTokens("optional"))))
                .isEqualTo("UnsupportedOperation");
        assertThat(modify(before, options -> options.httpPutResponseHopLimit(2)).httpTokensAsString())
                .as("what runs already goes on as it was")
                .isEqualTo("optional");
    }

    @Test
    void aRepetitionWithOtherOptionsIsAnotherRequest() {
        String image = cloud.image(TestingCalls.ALICE, false).value();
        RunInstancesRequest plain = RunInstancesRequest.builder()
                .imageId(image)
                .minCount(1)
                .maxCount(1)
                .clientToken("once")
                .build();
        cloud.call(plain);
        assertThat(code(() -> cloud.call(plain.toBuilder()
                        .metadataOptions(options -> options.httpTokens("required"))
                        .build())))
                .isEqualTo("IdempotentParameterMismatch");
    }
}
