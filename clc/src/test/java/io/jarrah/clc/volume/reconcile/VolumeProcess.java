package io.jarrah.clc.volume.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.reconcile.Crashable;
import io.jarrah.clc.reconcile.Observations;
import io.jarrah.clc.snapshot.reconcile.SnapshotListener;
import io.jarrah.clc.snapshot.reconcile.SnapshotObservations;
import io.jarrah.clc.snapshot.reconcile.SnapshotReconciler;
import io.jarrah.clc.storage.StorageControllers;
import io.jarrah.clc.storage.reconcile.StorageListener;
import io.jarrah.clc.storage.reconcile.StorageViews;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.AttachmentSecrets;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AttachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.DetachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Volume;

/** The half of a cloud controller that brings volumes and their snapshots about, driven by hand; {@link #crash} forgets what only its memory held. */
public final class VolumeProcess {
    public final TestingCloud cloud;
    private final StorageService storage;
    private final ClusterService cluster;
    private StorageListener volumeListener;
    private StorageListener snapshotListener;
    private VolumeReconciler volumes;
    private SnapshotReconciler snapshots;
    private AttachmentReconciler attachments;
    private Revision volumesHeard = Revision.NONE;
    private Revision snapshotsHeard = Revision.NONE;
    private Revision instancesHeard = Revision.NONE;
    private final List<InstanceId> woken = new ArrayList<>();
    private int volumesWoken;
    private int crashes;

    public VolumeProcess(TestingCloud cloud) {
        this(cloud, cloud.storage, cloud.cluster);
    }

    public VolumeProcess(TestingCloud cloud, StorageService storage, ClusterService cluster) {
        this.cloud = cloud;
        this.storage = storage;
        this.cluster = cluster;
        renew();
    }

    private void renew() {
        StorageViews<VolumeId, ObservedVolume> volumeViews = new StorageViews<>(VolumeListener.READING);
        StorageViews<SnapshotId, ObservedSnapshot> snapshotViews = new StorageViews<>(SnapshotListener.READING);
        StorageControllers controllers = TestingCloud.storageControllers(storage);
        volumeListener = new VolumeListener(
                new VolumeObservations(cloud.database, cloud.api.tags(), instance -> {}, cloud.clock),
                volumeViews,
                zone -> {});
        snapshotListener = new SnapshotListener(
                new SnapshotObservations(cloud.database, cloud.clock),
                snapshotViews,
                zone -> {},
                zone -> volumesWoken++);
        AttachmentSecrets secrets = new AttachmentSecrets(cloud.api.secrets(), cloud.api.random());
        volumes = new VolumeReconciler(cloud.database, secrets, controllers, volumeViews, cloud.clock);
        snapshots =
                new SnapshotReconciler(cloud.database, controllers, snapshotViews, zone -> volumesWoken++, cloud.clock);
        attachments = new AttachmentReconciler(cloud.database, zone -> cluster, secrets, zone -> {}, cloud.clock);
        volumesHeard = Revision.NONE;
        snapshotsHeard = Revision.NONE;
        instancesHeard = Revision.NONE;
    }

    public int crashes() {
        return crashes;
    }

    /** The instances whose attachments are to be looked at because of what their cluster reported; forgets them. */
    List<InstanceId> woken() {
        List<InstanceId> all = List.copyOf(woken);
        woken.clear();
        return all;
    }

    public void crash() {
        crashes++;
        renew();
    }

    /** How often the volumes of the zone are to be looked at because of a snapshot of one; forgets that. */
    public int volumesWoken() {
        int times = volumesWoken;
        volumesWoken = 0;
        return times;
    }

    /** Listens once and does one pass over everything; a failed call is a crash of the process. */
    public void pass() {
        try {
            listen();
            volumes.reconcile(TestingCloud.ZONE);
            snapshots.reconcile(TestingCloud.ZONE);
            attachments();
        } catch (ServiceException e) {
            crash();
        }
    }

    /** Like {@link #pass}, but whoever does not answer only keeps itself from being told, as in production. */
    void passWithoutCrash() {
        for (Runnable part : List.<Runnable>of(
                this::listenToVolumes,
                this::listenToSnapshots,
                this::listenToCluster,
                () -> volumes.reconcile(TestingCloud.ZONE),
                () -> snapshots.reconcile(TestingCloud.ZONE),
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

    public void convergeWithoutCrash() {
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

    public void listen() {
        listenToVolumes();
        listenToSnapshots();
        listenToCluster();
    }

    private void listenToVolumes() {
        volumesHeard = volumeListener.listen(TestingCloud.ZONE, storage, volumesHeard, Duration.ZERO);
    }

    private void listenToSnapshots() {
        snapshotsHeard = snapshotListener.listen(TestingCloud.ZONE, storage, snapshotsHeard, Duration.ZERO);
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

    /** A snapshot of that volume of alice's, which is whole. */
    public SnapshotId snapshot(VolumeId volume) {
        SnapshotId id = snapped(volume);
        converge();
        assertThat(snapshotState(id)).isEqualTo("completed");
        return id;
    }

    /** A snapshot of that volume of alice's that was asked for. */
    public SnapshotId snapped(VolumeId volume) {
        CreateSnapshotResponse answer = cloud.call(
                CreateSnapshotRequest.builder().volumeId(volume.value()).build());
        return new SnapshotId(answer.snapshotId());
    }

    /** A volume of alice's that begins with that snapshot and was asked for. */
    public VolumeId begun(SnapshotId snapshot) {
        CreateVolumeResponse answer = cloud.call(CreateVolumeRequest.builder()
                .availabilityZone(TestingCloud.ZONE.value())
                .snapshotId(snapshot.value())
                .build());
        return new VolumeId(answer.volumeId());
    }

    public void delete(VolumeId volume) {
        cloud.call(DeleteVolumeRequest.builder().volumeId(volume.value()).build());
    }

    public void delete(SnapshotId snapshot) {
        cloud.call(DeleteSnapshotRequest.builder().snapshotId(snapshot.value()).build());
    }

    public Snapshot described(SnapshotId id) {
        DescribeSnapshotsResponse answer = cloud.call(
                DescribeSnapshotsRequest.builder().snapshotIds(id.value()).build());
        return answer.snapshots().getFirst();
    }

    public String snapshotState(SnapshotId id) {
        return described(id).stateAsString();
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
