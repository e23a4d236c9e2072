package io.jarrah.nc.instance;

import io.jarrah.common.contract.BootImages;
import io.jarrah.common.id.VolumeId;
import io.jarrah.nc.disk.FilesPresent;
import io.jarrah.nc.disk.StagingException.Remedy;
import io.jarrah.nc.hypervisor.ObservedDomain;
import io.jarrah.nc.hypervisor.VolumeDisk;
import io.jarrah.nc.volume.VolumeTask;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is true of an instance on this node now.
 *
 * @param domain what the hypervisor says
 * @param files which of its files are there; not looked at while it runs
 * @param leftovers whether any file of it is there
 * @param networkReady whether its segment is connected and its firewall is up
 * @param staging what fetching and making its files has come to
 * @param volumes what its volumes have come to
 */
public record Observation(
        DomainView domain,
        FilesPresent files,
        boolean leftovers,
        boolean networkReady,
        StagingView staging,
        VolumeView volumes) {

    /** Of an instance without volumes. */
    public Observation(
            DomainView domain, FilesPresent files, boolean leftovers, boolean networkReady, StagingView staging) {
        this(domain, files, leftovers, networkReady, staging, VolumeView.NONE);
    }

    /**
     * Where volumes stand.
     *
     * @param disks those the running domain has; empty when that is not known
     * @param tasks what is being done, or was done last, about each
     */
    public record VolumeView(Optional<List<VolumeDisk>> disks, Map<VolumeId, VolumeTask> tasks) {
        static final VolumeView NONE = new VolumeView(Optional.of(List.of()), Map.of());

        public VolumeView {
            tasks = Map.copyOf(tasks);
        }

        /** Whether anything is being done. */
        boolean busy() {
            return tasks.values().stream().anyMatch(VolumeTask.Running.class::isInstance);
        }
    }

    /** What the hypervisor says of the domain. */
    public sealed interface DomainView {
        /** It does not answer; nothing may be concluded. */
        record Unknown() implements DomainView {}

        /** There is none. */
        record Absent() implements DomainView {}

        /**
         * There is one.
         *
         * @param domain as observed
         */
        record Present(ObservedDomain domain) implements DomainView {}
    }

    /** Where staging stands. */
    public sealed interface StagingView {
        /** Not under way; whether it is needed the files say. */
        record Idle() implements StagingView {}

        /** Under way. */
        record Running() implements StagingView {}

        /**
         * Given up.
         *
         * @param remedy what would help
         * @param message what went wrong
         * @param images what was tried, with the addresses that were used
         * @param at when it failed
         * @param tries how often in a row
         */
        record Failed(Remedy remedy, String message, BootImages images, Instant at, int tries) implements StagingView {}
    }
}
