package io.jarrah.clc.instance.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.auth.Authorizer;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.authz.Policy;
import io.jarrah.common.authz.Statement;
import io.jarrah.common.id.ClusterName;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.Placement;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

class LaunchAccessTest {
    private static final String OWN = "arn:aws:ec2:us-east-1:" + TestingCalls.ALICE + ":";
    private static final String IMAGES = "arn:aws:ec2:us-east-1::image/";
    private static final String SUBNET = DefaultVpc.subnet(TestingCalls.ALICE, TestingCloud.ZONE);

    private final TestingCloud cloud = new TestingCloud();

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    private String group(String name) {
        CreateSecurityGroupResponse made = cloud.call(CreateSecurityGroupRequest.builder()
                .groupName(name)
                .description("d")
                .build());
        return made.groupId();
    }

    private List<String> resources(UnaryOperator<RunInstancesRequest.Builder> change) {
        return cloud.table
                .find("RunInstances")
                .resources(cloud.context(TestingCalls.ALICE, "RunInstances"), request(change));
    }

    private static RunInstancesRequest request(UnaryOperator<RunInstancesRequest.Builder> change) {
        return change.apply(RunInstancesRequest.builder()
                        .imageId("ami-1")
                        .minCount(1)
                        .maxCount(1))
                .build();
    }

    /** The resource that the caller may not use; empty when the launch is allowed. */
    private String refused(Statement denial, UnaryOperator<RunInstancesRequest.Builder> change) {
        Authorizer authorizer = new Authorizer(
                principal -> List.of(Policy.ownAccount(principal.accountId()), new Policy("denial", List.of(denial))));
        ApiException refusal = catchThrowableOfType(
                ApiException.class,
                () -> authorizer.require(
                        cloud.context(TestingCalls.ALICE, "RunInstances"),
                        cloud.table.find("RunInstances"),
                        request(change)));
        return refusal == null ? "" : refusal.error().code() + ": " + refusal.getMessage();
    }

    private static Statement denyUseOf(String arn) {
        return Statement.deny(List.of("ec2:RunInstances"), List.of(arn));
    }

    @Test
    void aLaunchIsAskedOnEverythingItUsesAndMakes() {
        String web = group("web");
        String db = group("db");
        assertThat(resources(request -> request.keyName("laptop")
                        .kernelId("aki-2")
                        .ramdiskId("ari-3")
                        .subnetId("subnet-4")
                        .securityGroupIds(web)
                        .securityGroups("db")))
                .containsExactlyInAnyOrder(
                        IMAGES + "ami-1",
                        IMAGES + "aki-2",
                        IMAGES + "ari-3",
                        OWN + "instance/*",
                        OWN + "network-interface/*",
                        OWN + "key-pair/laptop",
                        OWN + "security-group/" + web,
                        OWN + "security-group/" + db,
                        OWN + "subnet/subnet-4");
        assertThat(resources(request -> request.networkInterfaces(InstanceNetworkInterfaceSpecification.builder()
                        .deviceIndex(0)
                        .subnetId("subnet-5")
                        .groups(web)
                        .build())))
                .contains(OWN + "subnet/subnet-5", OWN + "security-group/" + web)
                .doesNotContain(OWN + "subnet/" + SUBNET);
    }

    @Test
    void whatTheRequestLeavesToUsIsAskedByItsIdWhereThereIsOne() {
        assertThat(resources(request -> request))
                .containsExactlyInAnyOrder(
                        IMAGES + "ami-1",
                        OWN + "instance/*",
                        OWN + "network-interface/*",
                        OWN + "security-group/*",
                        OWN + "subnet/" + SUBNET);
        ClusterName second = new ClusterName("zone2");
        cloud.database.write(session -> {
            cloud.api.zones().ensure(session, second, cloud.clock.instant());
            return second;
        });
        String other = DefaultVpc.subnet(TestingCalls.ALICE, second);
        assertThat(resources(request -> request)).contains(OWN + "subnet/" + SUBNET, OWN + "subnet/" + other);
        assertThat(resources(request -> request.placement(
                        Placement.builder().availabilityZone("zone2").build())))
                .contains(OWN + "subnet/" + other)
                .doesNotContain(OWN + "subnet/" + SUBNET);
    }

    @Test
    void aDenialOfAnyOfThemRefusesTheLaunchHoweverItIsNamed() {
        String web = group("web");
        Statement notWeb = denyUseOf(OWN + "security-group/" + web);
        assertThat(refused(notWeb, request -> request)).isEmpty();
        assertThat(refused(notWeb, request -> request.securityGroupIds(web)))
                .startsWith("UnauthorizedOperation")
                .contains(web);
        assertThat(refused(notWeb, request -> request.securityGroups("web")))
                .startsWith("UnauthorizedOperation")
                .contains(web);
        assertThat(refused(denyUseOf(OWN + "subnet/" + SUBNET), request -> request))
                .startsWith("UnauthorizedOperation");
        assertThat(refused(denyUseOf(OWN + "key-pair/laptop"), request -> request.keyName("laptop")))
                .startsWith("UnauthorizedOperation");
        assertThat(refused(denyUseOf(OWN + "network-interface/*"), request -> request))
                .startsWith("UnauthorizedOperation");
        assertThat(refused(denyUseOf(IMAGES + "ami-1"), request -> request)).startsWith("UnauthorizedOperation");
    }

    @Test
    void theDefaultGroupIsAskedByItsIdOnceItIsThere() {
        cloud.call(RunInstancesRequest.builder()
                .imageId(cloud.image(TestingCalls.ALICE, false).value())
                .minCount(1)
                .maxCount(1)
                .build());
        assertThat(resources(request -> request))
                .filteredOn(arn -> arn.contains("security-group/"))
                .singleElement()
                .satisfies(arn -> assertThat(arn).startsWith(OWN + "security-group/sg-"));
    }
}
