package io.jarrah.clc.instance.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Digests are kept with reservations, so these are what earlier versions wrote: a change of one is a mistake in the code. */
class LaunchOrderTest {
    private static final String PLAIN = "ef974d7449bea3f735bdfef74724b56ca4e7b7e89055ebdf5b7017dbd1caa93d";
    private static final String TOKENS = "d094461d0fd67f4f45dcc9a6f83f663a60ac81f5d0c99a3676f13d59711d4ed3";

    private static String digest(Consumer<RunInstancesRequest.Builder> change) {
        RunInstancesRequest.Builder request = RunInstancesRequest.builder()
                .imageId("ami-0123456789abcdef0")
                .instanceType("m1.small")
                .minCount(1)
                .maxCount(2)
                .keyName("key")
                .placement(placement -> placement.availabilityZone("zone1"))
                .tagSpecifications(TagSpecification.builder()
                        .resourceType(ResourceType.INSTANCE)
                        .tags(tag("b", "c"), tag("Name", "a"))
                        .build())
                .clientToken("token");
        change.accept(request);
        return LaunchOrders.of(request.build()).digest();
    }

    private static String metadata(Consumer<InstanceMetadataOptionsRequest.Builder> options) {
        return digest(request -> request.metadataOptions(options));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void anOrderHasTheDigestItHadBeforeAnUpgrade() {
        assertThat(digest(request -> {})).isEqualTo(PLAIN);
        assertThat(metadata(options -> options.httpTokens("required").httpPutResponseHopLimit(2)))
                .isEqualTo(TOKENS);
        assertThat(digest(request -> request.securityGroupIds("sg-0123456789abcdef0")
                        .metadataOptions(
                                options -> options.httpTokens("required").httpPutResponseHopLimit(2))))
                .isEqualTo("fde997aa3ac585089ac063748ac721690b033d62add6a274965f95f349d0ee4c");
        assertThat(metadata(options -> options.httpEndpoint("enabled")
                        .httpTokens("optional")
                        .httpPutResponseHopLimit(64)
                        .instanceMetadataTags("enabled")))
                .isEqualTo("a4ab02659affb55788fb6c1b73d341be8c5682ec951e85ea42f7f1781b02ee89");
    }

    /** Before networks had IPv6 a request could say that it does not want the endpoint, and many clients always do. */
    @Test
    void theEndpointOfIpv6CountsWhenItIsWanted() {
        assertThat(metadata(options -> options.httpProtocolIpv6("disabled"))).isEqualTo(PLAIN);
        assertThat(metadata(options -> options.httpTokens("required")
                        .httpPutResponseHopLimit(2)
                        .httpProtocolIpv6("disabled")))
                .isEqualTo(TOKENS);
        assertThat(metadata(options -> options.httpProtocolIpv6("enabled")))
                .isEqualTo("eec2f9f114843ee24c559fa10326b3818666e5ab2363fb4f1adeb299dc6e4c4f");
    }

    @ParameterizedTest
    @CsvSource({"disabled, required, 2", "enabled, required, 2", "disabled, optional, 2", "disabled, required, 3"})
    void otherOptionsAreAnotherOrder(String endpoint, String tokens, int hops) {
        String digest = metadata(
                options -> options.httpEndpoint(endpoint).httpTokens(tokens).httpPutResponseHopLimit(hops));
        assertThat(digest).isNotIn(PLAIN, TOKENS);
        assertThat(metadata(options -> options.httpEndpoint(endpoint)
                        .httpTokens(tokens)
                        .httpPutResponseHopLimit(hops)
                        .instanceMetadataTags("enabled")))
                .isNotEqualTo(digest);
    }
}
