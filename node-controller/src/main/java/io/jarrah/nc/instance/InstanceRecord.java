package io.jarrah.nc.instance;

import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.InstanceId;
import io.jarrah.nc.volume.Attachments;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * All that the node remembers of an instance; on disk before anything is done about it.
 *
 * @param id the instance
 * @param spec what to run; empty for an instance that was terminated
 * @param desired what is wanted of it
 * @param generation highest generation of a request taken up
 * @param reboot reboots asked for and carried out
 * @param phase how far it is
 * @param reason why, when there is something to say
 * @param since when it came to the phase
 * @param run how starting it went
 * @param correlation the request that asked for it last, for the log
 * @param address what the site's DHCP server gave it, where the site does that
 * @param volumes its volumes, with what it takes to reach them
 */
public record InstanceRecord(
        InstanceId id,
        Optional<InstanceSpec> spec,
        Desired desired,
        long generation,
        Reboot reboot,
        InstancePhase phase,
        Optional<StateReason> reason,
        Instant since,
        Run run,
        String correlation,
        Optional<String> address,
        Attachments volumes) {

    /** Records of versions without volumes have none. */
    public InstanceRecord {
        volumes = Objects.requireNonNullElse(volumes, Attachments.NONE);
    }

    /** What is wanted of an instance. */
    public enum Desired {
        /** That it runs. */
        RUN,
        /** That nothing is left of it. */
        TERMINATE
    }

    /**
     * Reboots.
     *
     * @param wanted highest reboot generation asked for
     * @param done highest one carried out
     * @param asked when the guest was asked for the one under way
     */
    public record Reboot(long wanted, long done, Optional<Instant> asked) {
        static final Reboot NONE = new Reboot(0, 0, Optional.empty());

        boolean due() {
            return wanted > done;
        }
    }

    /**
     * How starting went.
     *
     * @param diskMade whether its disk was made once; if it is gone then, so are the user's data
     * @param starts starts since it last ran steadily
     * @param notBefore no further start until then
     * @param failure what went wrong last; empty when nothing did
     */
    public record Run(boolean diskMade, int starts, Optional<Instant> notBefore, String failure) {
        static final Run NEW = new Run(false, 0, Optional.empty(), "");
    }

    /** A new instance. */
    static InstanceRecord accepted(InstanceSpec spec, String correlation, Instant now) {
        return new InstanceRecord(
                spec.id(),
                Optional.of(spec),
                Desired.RUN,
                spec.generation(),
                Reboot.NONE,
                InstancePhase.STAGING,
                Optional.empty(),
                now,
                Run.NEW,
                correlation,
                Optional.empty(),
                Attachments.NONE);
    }

    /** An instance that was never heard of and shall not run. */
    static InstanceRecord refused(InstanceId id, long generation, StateReason reason, String correlation, Instant now) {
        return new InstanceRecord(
                id,
                Optional.empty(),
                Desired.TERMINATE,
                generation,
                Reboot.NONE,
                InstancePhase.SHUTTING_DOWN,
                Optional.of(reason),
                now,
                Run.NEW,
                correlation,
                Optional.empty(),
                Attachments.NONE);
    }

    InstanceRecord withAddress(Optional<String> changed) {
        return new InstanceRecord(
                id, spec, desired, generation, reboot, phase, reason, since, run, correlation, changed, volumes);
    }

    InstanceRecord withVolumes(Attachments changed) {
        return new InstanceRecord(
                id, spec, desired, generation, reboot, phase, reason, since, run, correlation, address, changed);
    }

    InstanceRecord withVolumes(Attachments changed, String newCorrelation) {
        return new InstanceRecord(
                id, spec, desired, generation, reboot, phase, reason, since, run, newCorrelation, address, changed);
    }

    InstanceRecord enter(InstancePhase next, Optional<StateReason> why, Instant now) {
        Optional<InstanceSpec> kept = next == InstancePhase.TERMINATED ? Optional.empty() : spec;
        return new InstanceRecord(
                id,
                kept,
                desired,
                generation,
                reboot,
                next,
                why,
                next == phase ? since : now,
                run,
                correlation,
                address,
                next == InstancePhase.TERMINATED ? volumes.over() : volumes);
    }

    InstanceRecord end(long atGeneration, StateReason why, Instant now) {
        boolean ended = phase == InstancePhase.SHUTTING_DOWN || phase == InstancePhase.TERMINATED;
        return new InstanceRecord(
                id,
                spec,
                Desired.TERMINATE,
                Math.max(generation, atGeneration),
                reboot,
                ended ? phase : InstancePhase.SHUTTING_DOWN,
                ended ? reason : Optional.of(why),
                ended ? since : now,
                run,
                correlation,
                address,
                volumes);
    }

    InstanceRecord withSpec(InstanceSpec newSpec, String newCorrelation) {
        return new InstanceRecord(
                id,
                Optional.of(newSpec),
                desired,
                Math.max(generation, newSpec.generation()),
                reboot,
                phase,
                reason,
                since,
                run,
                newCorrelation,
                address,
                volumes);
    }

    InstanceRecord withReboot(Reboot changed) {
        return new InstanceRecord(
                id, spec, desired, generation, changed, phase, reason, since, run, correlation, address, volumes);
    }

    InstanceRecord withRun(Run changed) {
        return new InstanceRecord(
                id, spec, desired, generation, reboot, phase, reason, since, changed, correlation, address, volumes);
    }

    InstanceRecord withReason(Optional<StateReason> changed) {
        return new InstanceRecord(
                id, spec, desired, generation, reboot, phase, changed, since, run, correlation, address, volumes);
    }

    /** Whether it takes capacity, images and a place in its network. */
    boolean holdsResources() {
        return spec.isPresent() && phase != InstancePhase.TERMINATED;
    }
}
