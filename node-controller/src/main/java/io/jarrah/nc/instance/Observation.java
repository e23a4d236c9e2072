package io.jarrah.nc.instance;

import io.jarrah.common.contract.BootImages;
import io.jarrah.nc.disk.FilesPresent;
import io.jarrah.nc.disk.StagingException.Remedy;
import io.jarrah.nc.hypervisor.ObservedDomain;
import java.time.Instant;

/**
 * What is true of an instance on this node now.
 *
 * @param domain what the hypervisor says
 * @param files which of its files are there; not looked at while it runs
 * @param leftovers whether any file of it is there
 * @param networkReady whether its segment is connected and its firewall is up
 * @param staging what fetching and making its files has come to
 */
public record Observation(
        DomainView domain, FilesPresent files, boolean leftovers, boolean networkReady, StagingView staging) {

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
