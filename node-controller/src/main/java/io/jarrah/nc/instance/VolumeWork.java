package io.jarrah.nc.instance;

import io.jarrah.common.contract.VolumeConnection;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.nc.hypervisor.DomainVolume;
import io.jarrah.nc.hypervisor.Hypervisor;
import io.jarrah.nc.hypervisor.HypervisorException;
import io.jarrah.nc.hypervisor.VolumeDisk;
import io.jarrah.nc.instance.Observation.VolumeView;
import io.jarrah.nc.volume.Attachment;
import io.jarrah.nc.volume.Attachments;
import io.jarrah.nc.volume.VolumeStep;
import io.jarrah.nc.volume.VolumeTask;
import io.jarrah.nc.volume.VolumeTasks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the reconciler does about volumes: it looks, notes, and sets tasks going; it waits for nothing. */
final class VolumeWork {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeWork.class);

    private final InstanceRecords records;
    private final Hypervisor hypervisor;
    private final VolumeTasks tasks;

    VolumeWork(InstanceRecords records, Hypervisor hypervisor, VolumeTasks tasks) {
        this.records = records;
        this.hypervisor = hypervisor;
        this.tasks = tasks;
    }

    /**
     * Costs no question to the hypervisor for an instance that never was to have a volume. One that was is asked about for good: a call that nobody waits for
     * any more may still bring it a disk.
     */
    VolumeView observe(InstanceRecord record, boolean active) {
        // Tasks before disks: of one that is over by now, the disks that are read after it show what it did.
        Map<VolumeId, VolumeTask> status = tasks.status(record.id());
        boolean ask = active && record.volumes().generation() > 0;
        return new VolumeView(ask ? disks(record.id()) : Optional.of(List.of()), status);
    }

    private Optional<List<VolumeDisk>> disks(InstanceId id) {
        try {
            return Optional.of(hypervisor.volumes(id));
        } catch (HypervisorException e) {
            LOG.debug("nothing is known of the volumes of {} now", id, e);
            return Optional.empty();
        }
    }

    /** Those of the wanted volumes that are among these, as the domain is to have them. */
    static List<DomainVolume> domainVolumes(Attachments volumes, Set<VolumeId> among) {
        return volumes.wanted().stream()
                .filter(connection -> among.contains(connection.volume()))
                .flatMap(connection -> domainVolume(volumes, connection).stream())
                .toList();
    }

    private static Optional<DomainVolume> domainVolume(Attachments volumes, VolumeConnection connection) {
        VolumeExport export = connection.export();
        return volumes.known(connection.volume())
                .map(known -> new DomainVolume(
                        connection.volume(),
                        export.attachment(),
                        known.dev(),
                        new DomainVolume.Source(export.host(), export.port(), export.target(), export.lun()),
                        new DomainVolume.Login(
                                connection.initiator(),
                                connection.chap().user(),
                                connection.chap().secret())));
    }

    /** Returns false when the plan is out of date: other volumes are wanted now. */
    boolean carryOut(InstanceRecord planned, Step.OfVolume step) {
        InstanceRecord record = records.get(planned.id()).orElse(planned);
        Attachments volumes = record.volumes();
        if (volumes.generation() != step.generation()) {
            return false;
        }
        InstanceId id = record.id();
        switch (step.step()) {
            case VolumeStep.Note note -> note(step, id, note.attachment());
            case VolumeStep.Gone gone -> {
                LOG.info("{} does not have {} any more", id, gone.volume());
                tasks.clear(id, gone.volume());
                change(step, id, now -> now.without(gone.volume()));
            }
            case VolumeStep.Check check ->
                domainVolumes(volumes, Set.of(check.volume()))
                        .forEach(volume -> tasks.check(id, volume, record.correlation()));
            case VolumeStep.Attach attach ->
                domainVolumes(volumes, Set.of(attach.volume()))
                        .forEach(volume -> tasks.attach(id, volume, record.correlation()));
            case VolumeStep.Detach detach -> tasks.detach(id, detach.disk(), record.correlation());
            case VolumeStep.Grow grow ->
                volumes.wanted(grow.disk().volume())
                        .ifPresent(wanted -> tasks.grow(id, grow.disk(), wanted.sizeGib(), record.correlation()));
        }
        return true;
    }

    private void note(Step.OfVolume step, InstanceId id, Attachment attachment) {
        LOG.info(
                "volume {} of {} is {}{}",
                attachment.volume(),
                id,
                attachment.phase(),
                attachment.reason().map(reason -> ": " + reason.message()).orElse(""));
        change(step, id, now -> now.with(attachment));
    }

    private void change(Step.OfVolume step, InstanceId id, UnaryOperator<Attachments> change) {
        records.update(
                id,
                record -> record.volumes().generation() == step.generation()
                        ? record.withVolumes(change.apply(record.volumes()))
                        : record);
    }

    void cancel(InstanceId id) {
        tasks.cancel(id);
    }

    void clear(InstanceId id) {
        tasks.clear(id);
    }
}
