package io.jarrah.clc.snapshot.op;

import static io.jarrah.clc.volume.reconcile.VolumeProcess.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.reconcile.VolumeProcess;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.SnapshotId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ResetSnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Who may see a snapshot and begin volumes with it. */
class SnapshotSharingTest {
    private static final AccountId CAROL = new AccountId("777788889999");
    private static final CreateVolumePermission EVERYBODY =
            CreateVolumePermission.builder().group("all").build();

    private final TestingCloud cloud = new TestingCloud();
    private VolumeProcess process;
    private SnapshotId id;

    @BeforeEach
    void start() {
        cloud.cluster.automatic();
        process = new VolumeProcess(cloud);
        id = process.snapshot(process.volume());
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void anotherAccountsPrivateSnapshotDoesNotExist() {
        for (Object request : List.of(
                DescribeSnapshotsRequest.builder().snapshotIds(id.value()).build(),
                DeleteSnapshotRequest.builder().snapshotId(id.value()).build(),
                begin(),
                attribute(),
                everybody(),
                ResetSnapshotAttributeRequest.builder()
                        .snapshotId(id.value())
                        .attribute("createVolumePermission")
                        .build(),
                CreateTagsRequest.builder()
                        .resources(id.value())
                        .tags(Tag.builder().key("k").value("v").build())
                        .build())) {
            assertThat(error(() -> cloud.call(TestingCalls.BOB, request)))
                    .as("%s", request)
                    .isEqualTo("InvalidSnapshot.NotFound");
        }
        assertThat(seenBy(TestingCalls.BOB, request -> {})).isEmpty();
        assertThat(seenBy(TestingCalls.BOB, request -> request.ownerIds(TestingCalls.ALICE.value())))
                .isEmpty();
    }

    @Test
    void whoWasLetInSeesItAndBeginsVolumesWithItAndNoMore() {
        modify(request -> request.createVolumePermission(change -> change.add(user(TestingCalls.BOB.value()))));
        assertThat(seenBy(TestingCalls.BOB, request -> {})).containsExactly(id.value());
        assertThat(seenBy(CAROL, request -> {})).isEmpty();
        CreateVolumeResponse his = cloud.call(TestingCalls.BOB, begin());
        assertThat(his.snapshotId()).isEqualTo(id.value());
        assertThat(error(() -> process.delete(id)))
                .as("his volume is being made")
                .isEqualTo("InvalidSnapshot.InUse");
        for (Object request :
                List.of(DeleteSnapshotRequest.builder().snapshotId(id.value()).build(), attribute(), everybody())) {
            assertThat(error(() -> cloud.call(TestingCalls.BOB, request)))
                    .as("%s", request)
                    .isEqualTo("AuthFailure");
        }
        modify(request -> request.createVolumePermission(change -> change.remove(user(TestingCalls.BOB.value()))));
        assertThat(seenBy(TestingCalls.BOB, request -> {})).isEmpty();
        process.converge();
        assertThat(error(() -> cloud.call(TestingCalls.BOB, begin()))).isEqualTo("InvalidSnapshot.NotFound");
        process.delete(id);
    }

    @Test
    void aPublicSnapshotIsEverybodysUntilItIsReset() {
        cloud.call(everybody());
        assertThat(permissions(cloud, TestingCalls.ALICE, id)).containsExactly("all");
        assertThat(seenBy(CAROL, request -> {})).containsExactly(id.value());
        cloud.call(CAROL, begin());
        cloud.call(ResetSnapshotAttributeRequest.builder()
                .snapshotId(id.value())
                .attribute("createVolumePermission")
                .build());
        assertThat(permissions(cloud, TestingCalls.ALICE, id)).isEmpty();
        assertThat(seenBy(CAROL, request -> {})).isEmpty();
    }

    @Test
    void theOldFormOfTheRequestDoesTheSame() {
        modify(request -> request.attribute("createVolumePermission")
                .operationType("add")
                .userIds(TestingCalls.BOB.value(), CAROL.value())
                .groupNames("all"));
        assertThat(permissions(cloud, TestingCalls.ALICE, id))
                .containsExactlyInAnyOrder(TestingCalls.BOB.value(), CAROL.value(), "all");
        modify(request -> request.operationType("remove").userIds(CAROL.value()));
        assertThat(permissions(cloud, TestingCalls.ALICE, id))
                .containsExactlyInAnyOrder(TestingCalls.BOB.value(), "all");
    }

    @Test
    void ownersAndUsersAreToldApart() {
        SnapshotId bobs = bobsSnapshot();
        String bob = TestingCalls.BOB.value();
        cloud.call(
                TestingCalls.BOB,
                ModifySnapshotAttributeRequest.builder()
                        .snapshotId(bobs.value())
                        .createVolumePermission(change -> change.add(EVERYBODY))
                        .build());
        assertThat(seenBy(TestingCalls.ALICE, request -> {})).containsExactlyInAnyOrder(id.value(), bobs.value());
        assertThat(seenBy(TestingCalls.ALICE, request -> request.ownerIds("self")))
                .containsExactly(id.value());
        assertThat(seenBy(TestingCalls.ALICE, request -> request.ownerIds(bob))).containsExactly(bobs.value());
        assertThat(seenBy(TestingCalls.ALICE, request -> request.ownerIds("self", bob)))
                .hasSize(2);
        assertThat(seenBy(TestingCalls.ALICE, request -> request.ownerIds("amazon")))
                .isEmpty();
        assertThat(seenBy(TestingCalls.ALICE, request -> request.restorableByUserIds("self")))
                .as("own, or granted by name")
                .containsExactly(id.value());
        assertThat(seenBy(TestingCalls.ALICE, request -> request.restorableByUserIds("all")))
                .containsExactly(bobs.value());
        assertThat(seenBy(TestingCalls.ALICE, request -> request.restorableByUserIds(bob)))
                .isEmpty();
    }

    @Test
    void theOwnerAloneLearnsWhomItLetIn() {
        SnapshotId bobs = bobsSnapshot();
        String alice = TestingCalls.ALICE.value();
        String bob = TestingCalls.BOB.value();
        modify(request -> request.createVolumePermission(change -> change.add(user(bob), EVERYBODY)));
        assertThat(seenBy(TestingCalls.ALICE, request -> request.restorableByUserIds(bob)))
                .containsExactly(id.value());
        assertThat(seenBy(TestingCalls.BOB, request -> request.restorableByUserIds("self")))
                .containsExactlyInAnyOrder(id.value(), bobs.value());
        assertThat(seenBy(CAROL, request -> request.restorableByUserIds(bob)))
                .as("a stranger does not learn whom alice let in")
                .isEmpty();
        assertThat(seenBy(TestingCalls.ALICE, request -> request.restorableByUserIds(alice)))
                .containsExactly(id.value());
        assertThat(error(() -> seenBy(TestingCalls.ALICE, request -> request.ownerIds("bob"))))
                .isEqualTo("InvalidParameterValue");
        assertThat(error(() -> seenBy(TestingCalls.ALICE, request -> request.restorableByUserIds("bob"))))
                .isEqualTo("InvalidParameterValue");
    }

    private SnapshotId bobsSnapshot() {
        CreateVolumeResponse volume = cloud.call(
                TestingCalls.BOB,
                CreateVolumeRequest.builder()
                        .availabilityZone(TestingCloud.ZONE.value())
                        .size(1)
                        .build());
        process.converge();
        CreateSnapshotResponse snapshot = cloud.call(
                TestingCalls.BOB,
                CreateSnapshotRequest.builder().volumeId(volume.volumeId()).build());
        process.converge();
        return new SnapshotId(snapshot.snapshotId());
    }

    @Test
    void aChangeThatMakesNoSenseIsRefused() {
        assertThat(error(() -> modify(request -> {}))).isEqualTo("InvalidParameterCombination");
        assertThat(error(() -> modify(request -> request.createVolumePermission(change -> {}))))
                .isEqualTo("InvalidParameterCombination");
        assertThat(error(() -> modify(request -> request.userIds(CAROL.value()))))
                .isEqualTo("MissingParameter");
        assertThat(error(() -> modify(request -> request.operationType("toggle").userIds(CAROL.value()))))
                .isEqualTo("InvalidParameterValue");
        assertThat(error(() -> modify(request -> request.operationType("add").userIds("carol"))))
                .isEqualTo("InvalidUserID.Malformed");
        assertThat(error(() -> modify(request -> request.operationType("add").groupNames("friends"))))
                .isEqualTo("InvalidParameterValue");
        assertThat(error(() -> modify(request ->
                        request.attribute("productCodes").operationType("add").userIds(CAROL.value()))))
                .isEqualTo("InvalidParameterValue");
        assertThat(error(() -> modify(
                        request -> request.createVolumePermission(change -> change.add(CreateVolumePermission.builder()
                                .userId(CAROL.value())
                                .group("all")
                                .build())))))
                .isEqualTo("InvalidParameterCombination");
        assertThat(error(() -> cloud.call(ResetSnapshotAttributeRequest.builder()
                        .snapshotId(id.value())
                        .build())))
                .isEqualTo("MissingParameter");
        assertThat(error(() -> cloud.call(ResetSnapshotAttributeRequest.builder()
                        .snapshotId(id.value())
                        .attribute("productCodes")
                        .build())))
                .isEqualTo("InvalidParameterValue");
        assertThat(permissions(cloud, TestingCalls.ALICE, id)).isEmpty();
    }

    @Test
    void aSnapshotIsSharedWithSoManyAccountsAtMost() {
        List<String> most = IntStream.range(0, PermissionChange.MAX_GRANTEES)
                .mapToObj(i -> Long.toString(200_000_000_000L + i))
                .toList();
        modify(request -> request.operationType("add").userIds(most));
        assertThat(error(() -> modify(request -> request.operationType("add").userIds(CAROL.value()))))
                .isEqualTo("InvalidParameterValue");
        assertThat(permissions(cloud, TestingCalls.ALICE, id)).hasSize(PermissionChange.MAX_GRANTEES);
    }

    @Test
    void attributesAreDescribedForTheOwner() {
        DescribeSnapshotAttributeResponse codes = cloud.call(DescribeSnapshotAttributeRequest.builder()
                .snapshotId(id.value())
                .attribute("productCodes")
                .build());
        assertThat(codes.hasProductCodes()).isTrue();
        assertThat(codes.productCodes()).isEmpty();
        assertThat(codes.hasCreateVolumePermissions()).isFalse();
        assertThat(error(() -> cloud.call(DescribeSnapshotAttributeRequest.builder()
                        .snapshotId(id.value())
                        .build())))
                .isEqualTo("MissingParameter");
        assertThat(error(() -> cloud.call(DescribeSnapshotAttributeRequest.builder()
                        .snapshotId(id.value())
                        .attribute("colour")
                        .build())))
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void whoWasLetInIsForgottenWithTheSnapshot() {
        cloud.call(everybody());
        process.delete(id);
        assertThat(seenBy(TestingCalls.BOB, request -> {})).isEmpty();
        assertThat(error(() -> cloud.call(TestingCalls.BOB, begin()))).isEqualTo("InvalidSnapshot.NotFound");
    }

    /** Accounts and groups that were let in. */
    static List<String> permissions(TestingCloud cloud, AccountId account, SnapshotId id) {
        DescribeSnapshotAttributeResponse answer = cloud.call(
                account,
                DescribeSnapshotAttributeRequest.builder()
                        .snapshotId(id.value())
                        .attribute("createVolumePermission")
                        .build());
        assertThat(answer.hasCreateVolumePermissions()).isTrue();
        return answer.createVolumePermissions().stream()
                .map(SnapshotSharingTest::grantee)
                .toList();
    }

    private static CreateVolumePermission user(String account) {
        return CreateVolumePermission.builder().userId(account).build();
    }

    private static String grantee(CreateVolumePermission permission) {
        return Optional.ofNullable(permission.userId()).orElseGet(permission::groupAsString);
    }

    private List<String> seenBy(AccountId account, Consumer<DescribeSnapshotsRequest.Builder> how) {
        DescribeSnapshotsRequest.Builder request = DescribeSnapshotsRequest.builder();
        how.accept(request);
        DescribeSnapshotsResponse answer = cloud.call(account, request.build());
        return answer.snapshots().stream().map(Snapshot::snapshotId).toList();
    }

    private void modify(Consumer<ModifySnapshotAttributeRequest.Builder> how) {
        ModifySnapshotAttributeRequest.Builder request =
                ModifySnapshotAttributeRequest.builder().snapshotId(id.value());
        how.accept(request);
        cloud.call(request.build());
    }

    private ModifySnapshotAttributeRequest everybody() {
        return ModifySnapshotAttributeRequest.builder()
                .snapshotId(id.value())
                .createVolumePermission(change -> change.add(EVERYBODY))
                .build();
    }

    private DescribeSnapshotAttributeRequest attribute() {
        return DescribeSnapshotAttributeRequest.builder()
                .snapshotId(id.value())
                .attribute("createVolumePermission")
                .build();
    }

    private CreateVolumeRequest begin() {
        return CreateVolumeRequest.builder()
                .availabilityZone(TestingCloud.ZONE.value())
                .snapshotId(id.value())
                .build();
    }
}
