package io.jarrah.clc.volume.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.reconcile.Crashable;
import io.jarrah.clc.reconcile.Observations;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.AttachmentSecrets;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AttachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.DetachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Volume;

/** The half of a cloud controller that brings volumes about, driven by hand; {@link #crash} forgets what only its memory held. */
public final class VolumeProcess {
    public final TestingCloud cloud;
    private final StorageService storage;
    private final ClusterService cluster;
    private StorageViews views = new StorageViews();
    private VolumeReconciler volumes;
    private AttachmentReconciler attachments;
    private Revision volumesHeard = Revision.NONE;
    private Revision instancesHeard = Revision.NONE;
    private final List<InstanceId> woken = new ArrayList<>();
    private int crashes;

    public VolumeProcess(TestingCloud cloud) {
        this(cloud, cloud.storage, cloud.cluster);
    }

    VolumeProcess(TestingCloud cloud, StorageService storage, ClusterService cluster) {
        this.cloud = cloud;
        this.storage = storage;
        this.cluster = cluster;
        renew();
    }

    private void renew() {
        views = new StorageViews();
        AttachmentSecrets secrets = new AttachmentSecrets(cloud.api.secrets(), cloud.api.random());
        volumes = new VolumeReconciler(
                cloud.database, secrets, TestingCloud.storageControllers(storage), views, cloud.clock);
        attachments = new AttachmentReconciler(cloud.database, zone -> cluster, secrets, zone -> {}, cloud.clock);
        volumesHeard = Revision.NONE;
        instancesHeard = Revision.NONE;
    }

    int crashes() {
        return crashes;
    }

    /** The instances whose attachments are to be looked at because of what their cluster reported; forgets them. */
    List<InstanceId> woken() {
        List<InstanceId> all = List.copyOf(woken);
        woken.clear();
        return all;
    }

    void crash() {
        crashes++;
        renew();
    }

    /** Listens once and does one pass over everything; a failed call is a crash of the process. */
    void pass() {
        try {
            listen();
            volumes.reconcile(TestingCloud.ZONE);
            attachments();
        } catch (ServiceException e) {
            crash();
        }
    }

    /** Like {@link #pass}, but whoever does not answer only keeps itself from being told, as in production. */
    void passWithoutCrash() {
        for (Runnable part : List.<Runnable>of(
                this::listenToStorage,
                this::listenToCluster,
                () -> volumes.reconcile(TestingCloud.ZONE),
                this::attachments)) {
            try {
                part.run();
            } catch (ServiceException e) {
                assertThat(e.code()).isEqualTo(ServiceException.Code.UNAVAILABLE);
            }
        }
    }

    /** Passes, with the storage controller working in between, until all have nothing left to do. */
    public void converge() {
        for (int i = 0; i < 14; i++) {
            pass();
            next();
        }
    }

    void convergeWithoutCrash() {
        for (int i = 0; i < 14; i++) {
            passWithoutCrash();
            next();
        }
    }

    private void next() {
        cloud.storage.step();
        cloud.clock.pass(Duration.ofSeconds(6));
    }

    private void attachments() {
        ServiceException failure = null;
        for (InstanceId instance : attachments.keys()) {
            try {
                attachments.reconcile(instance);
            } catch (ServiceException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    void listen() {
        listenToStorage();
        listenToCluster();
    }

    private void listenToStorage() {
        Changes<ObservedVolume> changes = storage.describeVolumes(Correlation.random(), volumesHeard, Duration.ZERO);
        new VolumeObservations(cloud.database, cloud.api.tags(), instance -> {}, cloud.clock)
                .volumes(TestingCloud.ZONE, changes);
        views.of(TestingCloud.ZONE).accept(changes);
        volumesHeard = changes.revision();
    }

    private void listenToCluster() {
        Changes<ObservedInstance> changes =
                cluster.describeInstances(Correlation.random(), instancesHeard, Duration.ZERO);
        new Observations(cloud.database, cloud.clock, woken::add, new SimpleMeterRegistry())
                .instances(TestingCloud.ZONE, changes);
        instancesHeard = changes.revision();
    }

    /** Instances of alice's that run. */
    public List<InstanceId> launch(ImageId image, int count) {
        RunInstancesResponse answer = cloud.call(RunInstancesRequest.builder()
                .imageId(image.value())
                .minCount(count)
                .maxCount(count)
                .build());
        new Crashable(cloud, cloud.cluster).converge();
        return answer.instances().stream()
                .map(Instance::instanceId)
                .map(InstanceId::new)
                .toList();
    }

    /** A volume of alice's that is available. */
    public VolumeId volume() {
        VolumeId id = created();
        converge();
        assertThat(state(id)).isEqualTo("available");
        return id;
    }

    /** A volume of alice's that was asked for. */
    public VolumeId created() {
        CreateVolumeResponse answer = cloud.call(CreateVolumeRequest.builder()
                .availabilityZone(TestingCloud.ZONE.value())
                .size(2)
                .build());
        return new VolumeId(answer.volumeId());
    }

    public void attach(VolumeId volume, InstanceId instance, String device) {
        cloud.call(AttachVolumeRequest.builder()
                .volumeId(volume.value())
                .instanceId(instance.value())
                .device(device)
                .build());
    }

    public void detach(VolumeId volume, boolean force) {
        cloud.call(DetachVolumeRequest.builder()
                .volumeId(volume.value())
                .force(force)
                .build());
    }

    public Volume described(VolumeId id) {
        DescribeVolumesResponse answer = cloud.call(
                DescribeVolumesRequest.builder().volumeIds(id.value()).build());
        return answer.volumes().getFirst();
    }

    public String state(VolumeId id) {
        return described(id).stateAsString();
    }

    /** The state of its attachment; empty when there is none. */
    public String attachment(VolumeId id) {
        return described(id).attachments().stream()
                .map(attachment -> attachment.stateAsString())
                .findFirst()
                .orElse("");
    }

    /** The error code a call is refused with. */
    public static String error(Runnable call) {
        ApiException refused = catchThrowableOfType(ApiException.class, call::run);
        assertThat(refused).as("the call must be refused").isNotNull();
        return refused.error().code();
    }

    /** How many attachments of alice's there are. */
    int attachmentRows() {
        return cloud.database
                .read(session -> Attachments.ofAccount(session, TestingCalls.ALICE))
                .size();
    }
}
