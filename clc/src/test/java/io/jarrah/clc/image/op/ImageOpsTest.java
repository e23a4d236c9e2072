package io.jarrah.clc.image.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.image.ImageEntity;
import io.jarrah.clc.reconcile.ImageReconciler;
import io.jarrah.clc.reconcile.Reaper;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ImageId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.DeregisterImageRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.ec2.model.RegisterImageResponse;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

class ImageOpsTest {
    private static final byte[] RAW = "plain bytes".getBytes(StandardCharsets.UTF_8);
    private static final byte[] QCOW2 = {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 3};
    private static TestingCloud cloud;

    @BeforeAll
    static void startCloud() {
        cloud = new TestingCloud();
        cloud.objects
                .put("images/raw.img", RAW)
                .put("images/disk.qcow2", QCOW2)
                .put("images/empty", new byte[0])
                .putFor(TestingCalls.BOB, "bobs/private.img", RAW);
    }

    @AfterAll
    static void stopCloud() throws SQLException {
        cloud.close();
    }

    @BeforeEach
    void empty() {
        cloud.database.write(session -> {
            session.createMutationQuery("delete from InstanceEntity").executeUpdate();
            session.createMutationQuery("update ImageEntity set kernelId = null, ramdiskId = null")
                    .executeUpdate();
            return session.createMutationQuery("delete from ImageEntity").executeUpdate();
        });
    }

    @Test
    void anImageIsPendingUntilItsObjectWasLookedAt() {
        ImageId raw = register(request -> request.name("raw").imageLocation("images/raw.img"));
        ImageId qcow2 = register(request -> request.name("qcow2").imageLocation("/images/disk.qcow2"));
        assertThat(describe(raw).stateAsString()).isEqualTo("pending");
        assertThatThrownBy(() -> cloud.call(run(raw)))
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_AMI_ID_UNAVAILABLE);
        look(raw);
        look(qcow2);
        assertThat(describe(raw).stateAsString()).isEqualTo("available");
        assertThat(source(raw).format()).isEqualTo(ImageSource.Format.RAW);
        assertThat(source(raw).sizeBytes()).isEqualTo(RAW.length);
        assertThat(source(qcow2).format()).isEqualTo(ImageSource.Format.QCOW2);
        assertThat(describe(qcow2).imageLocation()).isEqualTo("images/disk.qcow2");
        cloud.call(run(raw));
    }

    @Test
    void whatCannotBeBootedFailsAndSaysWhy() {
        assertThat(failure("images/none")).isEqualTo("Client.ImageObjectNotFound");
        assertThat(failure("bobs/private.img")).isEqualTo("Client.ImageObjectAccessDenied");
        assertThat(failure("images/empty")).isEqualTo("Client.InvalidImage");
    }

    @Test
    void silenceOfWalrusIsNoFailure() {
        ImageId id = register(request -> request.imageLocation("images/raw.img"));
        cloud.objects.reachable(false);
        assertThatThrownBy(() -> look(id)).isInstanceOf(ServiceException.class);
        assertThat(describe(id).stateAsString()).isEqualTo("pending");
        cloud.objects.reachable(true);
        look(id);
        assertThat(describe(id).stateAsString()).isEqualTo("available");
    }

    @Test
    void kernelsAndRamdisksAsInEucalyptus() {
        ImageId kernel = register(request ->
                request.name("vmlinuz").imageLocation("images/disk.qcow2").kernelId("true"));
        ImageId ramdisk = register(request ->
                request.name("initrd").imageLocation("images/raw.img").ramdiskId("true"));
        assertThat(kernel.kind()).isEqualTo(ImageId.Kind.AKI);
        assertThat(describe(ramdisk).imageTypeAsString()).isEqualTo("ramdisk");
        look(kernel);
        assertThat(source(kernel).format()).as("kernels are never unpacked").isEqualTo(ImageSource.Format.RAW);
        ImageId root = register(request -> request.name("root")
                .imageLocation("images/raw.img")
                .kernelId(kernel.value())
                .ramdiskId(ramdisk.value()));
        assertThat(describe(root).kernelId()).isEqualTo(kernel.value());
        assertThat(describe(root).virtualizationTypeAsString()).isEqualTo("paravirtual");
        look(root);
        assertThatThrownBy(() -> cloud.call(run(root)))
                .as("its ramdisk is pending")
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_AMI_ID_UNAVAILABLE);
        assertThat(error(request -> request.imageLocation("images/raw.img").kernelId(root.value())))
                .isEqualTo(Ec2Error.INVALID_AMI_ID_MALFORMED);
        assertThat(error(request -> request.imageLocation("images/raw.img").ramdiskId(ramdisk.value())))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_COMBINATION);
        assertThat(error(request -> request.imageLocation("images/raw.img").kernelId("aki-0123456789abcdef0")))
                .isEqualTo(Ec2Error.INVALID_AMI_ID_NOT_FOUND);
    }

    @Test
    void badRequests() {
        register(request -> request.name("taken").imageLocation("images/raw.img"));
        assertThat(error(request -> request.name("taken").imageLocation("images/raw.img")))
                .isEqualTo(Ec2Error.INVALID_AMI_NAME_DUPLICATE);
        assertThat(error(request -> request.name("ab").imageLocation("images/raw.img")))
                .isEqualTo(Ec2Error.INVALID_AMI_NAME_MALFORMED);
        assertThat(error(request -> request.name("tab\tin it").imageLocation("images/raw.img")))
                .isEqualTo(Ec2Error.INVALID_AMI_NAME_MALFORMED);
        assertThat(error(request -> request)).isEqualTo(Ec2Error.MISSING_PARAMETER);
        for (String location : List.of("nokey", "bucket/", "/", "buck et/key", "b/k\n")) {
            assertThat(error(request -> request.imageLocation(location)))
                    .as(location)
                    .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        }
        assertThat(error(request -> request.imageLocation("b/k").architecture("vax")))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(error(request -> request.imageLocation("b/k").virtualizationType("magic")))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        cloud.call(
                TestingCalls.BOB,
                RegisterImageRequest.builder()
                        .name("taken")
                        .imageLocation("images/raw.img")
                        .build());
    }

    @Test
    void anImageIsItsOwnersUntilItIsMadePublic() {
        ImageId id = register(request -> request.name("mine").imageLocation("images/raw.img"));
        assertThat(visible(TestingCalls.BOB, request -> request)).isEmpty();
        assertThatThrownBy(() -> cloud.call(
                        TestingCalls.BOB,
                        DescribeImagesRequest.builder().imageIds(id.value()).build()))
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_AMI_ID_NOT_FOUND);
        LaunchPermission everyone = LaunchPermission.builder().group("all").build();
        ModifyImageAttributeRequest publish = ModifyImageAttributeRequest.builder()
                .imageId(id.value())
                .launchPermission(permission -> permission.add(everyone))
                .build();
        assertThatThrownBy(() -> cloud.call(TestingCalls.BOB, publish))
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_AMI_ID_NOT_FOUND);
        cloud.call(publish);
        assertThat(visible(TestingCalls.BOB, request -> request)).containsExactly(id.value());
        assertThat(visible(TestingCalls.BOB, request -> request.executableUsers("all")))
                .hasSize(1);
        assertThat(visible(TestingCalls.BOB, request -> request.owners("self"))).isEmpty();
        assertThat(visible(TestingCalls.BOB, request -> request.owners(TestingCalls.ALICE.value())))
                .hasSize(1);
        assertThatThrownBy(() -> cloud.call(
                        TestingCalls.BOB,
                        DeregisterImageRequest.builder().imageId(id.value()).build()))
                .extracting("error")
                .isEqualTo(Ec2Error.AUTH_FAILURE);
        cloud.call(ModifyImageAttributeRequest.builder()
                .imageId(id.value())
                .attribute("launchPermission")
                .operationType("remove")
                .userGroups("all")
                .build());
        assertThat(visible(TestingCalls.BOB, request -> request)).isEmpty();
    }

    @Test
    void theCloudAdministratorsImagesArePublicAtOnce() {
        AccountId admin = TestingCalls.ALICE;
        VerifiedPrincipal administrator =
                new VerifiedPrincipal(admin, "eucalyptus", admin.value(), "", "arn:aws:iam::" + admin + ":root", true);
        cloud.table
                .find("RegisterImage")
                .execute(
                        cloud.context(administrator, "RegisterImage"),
                        RegisterImageRequest.builder()
                                .name("base")
                                .imageLocation("images/raw.img")
                                .build());
        assertThat(visible(TestingCalls.BOB, request -> request.filters(filter("is-public", "true"))))
                .hasSize(1);
    }

    @Test
    void filtersAndTags() {
        ImageId id = register(request -> request.name("tagged")
                .imageLocation("images/raw.img")
                .tagSpecifications(TagSpecification.builder()
                        .resourceType("image")
                        .tags(Tag.builder().key("os").value("debian").build())
                        .build()));
        register(request -> request.name("other").imageLocation("images/raw.img"));
        assertThat(visible(TestingCalls.ALICE, request -> request.filters(filter("tag:os", "deb*"))))
                .containsExactly(id.value());
        assertThat(visible(TestingCalls.ALICE, request -> request.filters(filter("name", "tag?ed"))))
                .containsExactly(id.value());
        assertThat(visible(TestingCalls.ALICE, request -> request.filters(filter("state", "pending"))))
                .hasSize(2);
        assertThat(visible(TestingCalls.ALICE, request -> request.filters(filter("manifest-location", "images/*"))))
                .hasSize(2);
    }

    @Test
    void aDeregisteredImageGoesWhenNothingNeedsItAnyMore() {
        ImageId id = register(request -> request.name("old").imageLocation("images/raw.img"));
        look(id);
        cloud.call(run(id));
        cloud.call(DeregisterImageRequest.builder().imageId(id.value()).build());
        assertThat(visible(TestingCalls.ALICE, request -> request)).isEmpty();
        assertThatThrownBy(() -> cloud.call(run(id))).extracting("error").isEqualTo(Ec2Error.INVALID_AMI_ID_NOT_FOUND);
        register(request -> request.name("old").imageLocation("images/raw.img"));
        reap();
        assertThat(rows()).as("an instance still needs it").contains(id.value());
        cloud.database.write(session ->
                session.createMutationQuery("delete from InstanceEntity").executeUpdate());
        reap();
        assertThat(rows()).hasSize(1).doesNotContain(id.value());
    }

    private static void reap() {
        new Reaper(cloud.database, cloud.api.tags(), cluster -> {}, zone -> {}, cloud.clock)
                .reconcile(Reaper.Everything.ALL);
    }

    private static List<String> rows() {
        return cloud.database.read(session -> session.createSelectionQuery("select id from ImageEntity", String.class)
                .getResultList());
    }

    private static void look(ImageId id) {
        new ImageReconciler(cloud.database, cloud.objects).reconcile(id);
    }

    private static String failure(String location) {
        ImageId id = register(request -> request.imageLocation(location));
        look(id);
        Image failed = describe(id);
        assertThat(failed.stateAsString()).isEqualTo("failed");
        return failed.stateReason().code();
    }

    private static ImageSource source(ImageId id) {
        return cloud.database.read(
                session -> session.find(ImageEntity.class, id.value()).source(URI.create("http://walrus.test/")));
    }

    private static ImageId register(UnaryOperator<RegisterImageRequest.Builder> change) {
        RegisterImageResponse answer =
                cloud.call(change.apply(RegisterImageRequest.builder()).build());
        return new ImageId(answer.imageId());
    }

    private static Object error(UnaryOperator<RegisterImageRequest.Builder> change) {
        Object[] error = new Object[1];
        assertThatThrownBy(() -> register(change)).extracting("error").satisfies(found -> error[0] = found);
        return error[0];
    }

    private static RunInstancesRequest run(ImageId id) {
        return RunInstancesRequest.builder()
                .imageId(id.value())
                .minCount(1)
                .maxCount(1)
                .build();
    }

    private static Image describe(ImageId id) {
        DescribeImagesResponse answer =
                cloud.call(DescribeImagesRequest.builder().imageIds(id.value()).build());
        return answer.images().getFirst();
    }

    private static List<String> visible(AccountId account, UnaryOperator<DescribeImagesRequest.Builder> change) {
        DescribeImagesResponse answer = cloud.call(
                account, change.apply(DescribeImagesRequest.builder()).build());
        return answer.images().stream().map(Image::imageId).toList();
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
