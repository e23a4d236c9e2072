package io.jarrah.common.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.common.aws.QueryException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSpotFleetRequestHistoryRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.CreateUserResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserResponse;
import software.amazon.awssdk.services.iam.model.TagUserRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class QueryCodecTest {
    private final QueryCodec ec2 = QueryCodec.ec2();
    private final QueryCodec iam = QueryCodec.iam();

    @Test
    void runInstancesOfAnOldClient() {
        DecodedRequest decoded = ec2.decode(parameters(
                "Action", "RunInstances",
                "Version", "2010-08-31",
                "AWSAccessKeyId", "A",
                "SignatureVersion", "2",
                "X-Amz-Date", "x",
                "ImageId", "emi-1",
                "MinCount", "1",
                "MaxCount", " 2 ",
                "SecurityGroup.1", "default",
                "SecurityGroup.10", "b",
                "SecurityGroup.9", "a",
                "AddressingType", "private",
                "Placement.AvailabilityZone", "zone1",
                "BlockDeviceMapping.1.Ebs.VolumeSize", "8",
                "Novelty.1.Thing", "x",
                "InstanceType.1", "oops"));
        RunInstancesRequest request = decoded.as(RunInstancesRequest.class);
        assertThat(request.imageId()).isEqualTo("emi-1");
        assertThat(request.maxCount()).isEqualTo(2);
        assertThat(request.securityGroups()).containsExactly("default", "a", "b");
        assertThat(request.placement().availabilityZone()).isEqualTo("zone1");
        assertThat(request.blockDeviceMappings().getFirst().ebs().volumeSize()).isEqualTo(8);
        assertThat(request.instanceType()).isNull();
        assertThat(request.hasTagSpecifications()).isFalse();
        assertThat(decoded.version()).isEqualTo("2010-08-31");
        assertThat(decoded.unknownParameters()).containsExactly("Novelty.1.Thing", "InstanceType.1");
    }

    @Test
    void tagsKeepEmptyValues() {
        CreateTagsRequest request = ec2.decode(
                        parameters("Action", "CreateTags", "ResourceId.1", "i-1", "Tag.1.Key", "k", "Tag.1.Value", ""))
                .as(CreateTagsRequest.class);
        assertThat(request.resources()).containsExactly("i-1");
        assertThat(request.tags().getFirst().value()).isEmpty();
    }

    @Test
    void queryListsHaveMember() {
        TagUserRequest request = iam.decode(parameters(
                        "Action", "TagUser", "UserName", "u", "Tags.member.1.Key", "k", "Tags.member.1.Value", "v"))
                .as(TagUserRequest.class);
        assertThat(request.tags().getFirst().key()).isEqualTo("k");
        CreateUserRequest empty =
                iam.decode(parameters("Action", "CreateUser", "Tags", "")).as(CreateUserRequest.class);
        assertThat(empty.hasTags()).isTrue();
        assertThat(empty.tags()).isEmpty();
    }

    @Test
    void acronymsInActionNamesFindTheirClass() {
        assertThat(iam.knows("GetSSHPublicKey")).isTrue();
        assertThat(iam.knows("CreateOpenIDConnectProvider")).isTrue();
        assertThat(QueryCodec.sts().knows("AssumeRoleWithSAML")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Nothing", "runInstances", "Ec2", "../x", "RunInstances.", "LaunchTemplateCpuOptions", "Rün"
            })
    void noOtherAction(String action) {
        assertThat(ec2.knows(action)).isFalse();
        QueryException e = catchThrowableOfType(QueryException.class, () -> ec2.decode(parameters("Action", action)));
        assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_ACTION);
        assertThat(e.code()).isEqualTo("InvalidAction");
        assertThat(e).hasMessage("The action " + action + " is not valid for this web service.");
    }

    @ParameterizedTest
    @CsvSource({
        "RunInstances,MinCount,one,an integer",
        "RunInstances,MinCount,'',an integer",
        "RunInstances,MinCount,2147483648,an integer",
        "RunInstances,MinCount,1.5,an integer",
        "RunInstances,MinCount,١,an integer",
        "RunInstances,EbsOptimized,yes,true or false",
        "RunInstances,Monitoring.Enabled,2,true or false",
        "DescribeSpotFleetRequestHistory,StartTime,yesterday,a date in ISO 8601 form (YYYY-MM-DDThh:mm:ssZ)",
        "DescribeSpotFleetRequestHistory,StartTime,+999999999-01-01,a date in ISO 8601 form (YYYY-MM-DDThh:mm:ssZ)",
        "PurchaseReservedInstancesOffering,LimitPrice.Amount,1e999,a number",
        "PurchaseReservedInstancesOffering,LimitPrice.Amount,NaN,a number"
    })
    void badValuesNameTheirParameter(String action, String name, String value, String expected) {
        QueryException e =
                catchThrowableOfType(QueryException.class, () -> ec2.decode(parameters("Action", action, name, value)));
        assertThat(e.code()).isEqualTo("InvalidParameterValue");
        assertThat(e.parameter()).isEqualTo(name);
        assertThat(e)
                .hasMessage("Value (" + value + ") for parameter " + name + " is invalid. Parameter must be " + expected
                        + ".");
    }

    @ParameterizedTest
    @CsvSource({
        "2010-01-02T03:04:05Z,2010-01-02T03:04:05Z",
        "2010-01-02T03:04:05.678Z,2010-01-02T03:04:05.678Z",
        "2010-01-02T03:04:05+0100,2010-01-02T02:04:05Z",
        "2010-01-02T03:04:05-01:00,2010-01-02T04:04:05Z",
        "2010-01-02T03:04:05,2010-01-02T03:04:05Z",
        "2010-01-02T03:04,2010-01-02T03:04:00Z",
        "2010-01-02,2010-01-02T00:00:00Z"
    })
    void timesComeInManyForms(String text, Instant instant) {
        assertThat(ec2.decode(parameters("Action", "DescribeSpotFleetRequestHistory", "StartTime", text))
                        .as(DescribeSpotFleetRequestHistoryRequest.class)
                        .startTime())
                .isEqualTo(instant);
    }

    @Test
    void booleansComeInManyForms() {
        for (String text : List.of("true", "TRUE", "1")) {
            assertThat(ec2.decode(parameters("Action", "RunInstances", "EbsOptimized", text))
                            .as(RunInstancesRequest.class)
                            .ebsOptimized())
                    .isTrue();
        }
    }

    @Test
    void theVersionIsADate() {
        assertThat(failure("Action", "DescribeInstances", "Version", "2010-08-31\"><x>")
                        .code())
                .isEqualTo("NoSuchVersion");
        assertThat(ec2.decode(parameters("Action", "DescribeInstances")).version())
                .isEqualTo("2016-11-15");
        assertThat(failure().code()).isEqualTo("MissingAction");
    }

    @Test
    void strangersCannotMakeItLarge() {
        assertThat(failure("Action", "DescribeInstances", "InstanceId.999999999", "i")
                        .reason())
                .isEqualTo(Reason.TOO_LARGE);
        assertThat(ec2.decode(parameters("Action", "DescribeInstances", "InstanceId.100000", "i", "InstanceId.01", "j"))
                        .as(DescribeInstancesRequest.class)
                        .instanceIds())
                .containsExactly("i");
        assertThat(failure("Action", "DescribeInstances", "A.".repeat(40), "i").reason())
                .isEqualTo(Reason.TOO_LARGE);
        assertThat(failure("Action", "DescribeInstances", "A".repeat(600), "i").reason())
                .isEqualTo(Reason.TOO_LARGE);
        Map<String, List<String>> many = parameters("Action", "DescribeInstances");
        for (int i = 1; i <= 10_000; i++) {
            many.put("InstanceId." + i, List.of("i-1"));
        }
        assertThatThrownBy(() -> ec2.decode(many)).hasMessageContaining("10001 parameters");
        assertThatThrownBy(() ->
                        ec2.decode(Map.of("Action", List.of("DescribeInstances"), "NextToken", List.of("a", "b"))))
                .hasMessage("The parameter NextToken stands 2 times.");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "InstanceId.", ".1", "InstanceId..1", "InstanceId.-1", "InstanceId.1.x"})
    void oddNamesAreUnknown(String name) {
        assertThat(ec2.decode(parameters("Action", "DescribeInstances", name, "i"))
                        .unknownParameters())
                .containsExactly(name);
    }

    @Test
    void answersInThreeDialects() {
        assertThat(text(ec2.encode("CreateTags", CreateTagsResponse.builder().build(), "r", "2010-08-31")))
                .endsWith(
                        "<CreateTagsResponse xmlns=\"http://ec2.amazonaws.com/doc/2010-08-31/\"><requestId>r</requestId>"
                                + "<return>true</return></CreateTagsResponse>");
        assertThat(text(ec2.encode(
                        "DescribeInstances",
                        DescribeInstancesResponse.builder()
                                .reservations(List.of())
                                .build(),
                        "r",
                        "2016-11-15")))
                .contains("<requestId>r</requestId><reservationSet/></");
        assertThat(text(iam.encode("DeleteUser", DeleteUserResponse.builder().build(), "r", "2010-05-08")))
                .endsWith("<DeleteUserResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><ResponseMetadata>"
                        + "<RequestId>r</RequestId></ResponseMetadata></DeleteUserResponse>");
        assertThat(text(QueryCodec.sts()
                        .encode(
                                "GetCallerIdentity",
                                GetCallerIdentityResponse.builder().account("1").build(),
                                "r",
                                "2011-06-15")))
                .contains("<GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult><ResponseMetadata>");
    }

    @Test
    void timesAlwaysHaveMillisecondsAndTextIsEscaped() {
        SdkPojo response = CreateUserResponse.builder()
                .user(u -> u.createDate(Instant.EPOCH).path("a<\u0001\r\n\tb\uD800\"&"))
                .build();
        assertThat(text(iam.encode("CreateUser", response, "r", "2010-05-08")))
                .contains("<CreateDate>1970-01-01T00:00:00.000Z</CreateDate>")
                .contains("<Path>a&lt;\uFFFD&#13;\n\tb\uFFFD&quot;&amp;</Path>");
    }

    @Test
    void errorsInTwoDialects() {
        assertThat(text(ec2.encodeError("InvalidAMIID.NotFound", "no <x>", "r")))
                .endsWith("<Response><Errors><Error><Code>InvalidAMIID.NotFound</Code><Message>no &lt;x&gt;</Message>"
                        + "</Error></Errors><RequestID>r</RequestID></Response>");
        assertThat(text(iam.encodeError("NoSuchEntity", "m", "r", false)))
                .endsWith("<Error><Type>Receiver</Type><Code>NoSuchEntity</Code><Message>m</Message></Error>"
                        + "<RequestId>r</RequestId></ErrorResponse>");
    }

    private QueryException failure(String... parameters) {
        return catchThrowableOfType(QueryException.class, () -> ec2.decode(parameters(parameters)));
    }

    private static Map<String, List<String>> parameters(String... pairs) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.put(pairs[i], List.of(pairs[i + 1]));
        }
        return parameters;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
