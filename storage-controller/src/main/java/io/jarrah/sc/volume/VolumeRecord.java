package io.jarrah.sc.volume;

import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.VolumeId;
import java.time.Instant;
import java.util.Optional;

/**
 * All that the controller remembers of a volume; on disk before anything is done about it.
 *
 * @param id the volume
 * @param spec what it is to be, with the secret of its grant; empty for one that is deleted or could not be made
 * @param desired what is wanted of it
 * @param generation highest generation of a request taken up
 * @param phase how far it is
 * @param sizeGib GiB that it was seen with
 * @param reservedGib GiB that it holds of what all volumes and snapshots may have together
 * @param export where it is exported
 * @param reason why, when there is something to say
 * @param refusal why it is not what it was last asked to be, and never can be; stays until something else is asked
 * @param since when it came to the phase
 * @param correlation the request that asked for it last, for the log
 */
public record VolumeRecord(
        VolumeId id,
        Optional<VolumeSpec> spec,
        Desired desired,
        long generation,
        VolumePhase phase,
        int sizeGib,
        int reservedGib,
        Optional<VolumeExport> export,
        Optional<StateReason> reason,
        Optional<StateReason> refusal,
        Instant since,
        String correlation) {

    /** What is wanted of a volume. */
    public enum Desired {
        /** That it is there. */
        KEEP,
        /** That nothing is left of it. */
        DELETE
    }

    /** A new volume. */
    static VolumeRecord accepted(VolumeSpec spec, String correlation, Instant now) {
        return new VolumeRecord(
                spec.id(),
                Optional.of(spec),
                Desired.KEEP,
                spec.generation(),
                VolumePhase.CREATING,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                correlation);
    }

    /** A volume that was never heard of and shall not be there. */
    static VolumeRecord refused(VolumeId id, long generation, String correlation, Instant now) {
        return new VolumeRecord(
                id,
                Optional.empty(),
                Desired.DELETE,
                generation,
                VolumePhase.DELETING,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                correlation);
    }

    VolumeRecord withSpec(VolumeSpec changed, String newCorrelation) {
        return new VolumeRecord(
                id,
                Optional.of(changed),
                desired,
                changed.generation(),
                phase,
                sizeGib,
                reservedGib,
                export,
                // What was refused before says nothing of what is asked now.
                reason.equals(refusal) ? Optional.empty() : reason,
                Optional.empty(),
                since,
                newCorrelation);
    }

    VolumeRecord withGeneration(long changed) {
        return new VolumeRecord(
                id, spec, desired, changed, phase, sizeGib, reservedGib, export, reason, refusal, since, correlation);
    }

    VolumeRecord withSize(int gib) {
        return new VolumeRecord(
                id,
                spec,
                desired,
                generation,
                phase,
                gib,
                Math.max(reservedGib, gib),
                export,
                reason,
                refusal,
                since,
                correlation);
    }

    VolumeRecord withReserved(int gib) {
        return new VolumeRecord(
                id, spec, desired, generation, phase, sizeGib, gib, export, reason, refusal, since, correlation);
    }

    /** It stays as large as it is. */
    VolumeRecord withoutGrowth(Optional<StateReason> why) {
        Optional<VolumeSpec> kept = spec.map(wanted -> new VolumeSpec(
                wanted.id(), wanted.generation(), wanted.accountId(), sizeGib, wanted.source(), wanted.grant()));
        return new VolumeRecord(
                id, kept, desired, generation, phase, sizeGib, sizeGib, export, why, why, since, correlation);
    }

    VolumeRecord withExport(Optional<VolumeExport> changed) {
        return new VolumeRecord(
                id,
                spec,
                desired,
                generation,
                phase,
                sizeGib,
                reservedGib,
                changed,
                reason,
                refusal,
                since,
                correlation);
    }

    VolumeRecord withReason(Optional<StateReason> changed) {
        return new VolumeRecord(
                id,
                spec,
                desired,
                generation,
                phase,
                sizeGib,
                reservedGib,
                export,
                changed,
                refusal,
                since,
                correlation);
    }

    VolumeRecord delete(long atGeneration, String newCorrelation) {
        return new VolumeRecord(
                id,
                spec,
                Desired.DELETE,
                Math.max(generation, atGeneration),
                phase,
                sizeGib,
                reservedGib,
                export,
                reason,
                refusal,
                since,
                newCorrelation);
    }

    /** In another phase. Of what is over nothing is kept, above all no secret. */
    VolumeRecord enter(VolumePhase next, Optional<StateReason> why, Instant now) {
        boolean gone = next == VolumePhase.DELETED || next == VolumePhase.FAILED;
        return new VolumeRecord(
                id,
                gone ? Optional.empty() : spec,
                desired,
                generation,
                next,
                gone ? 0 : sizeGib,
                gone ? 0 : reservedGib,
                gone ? Optional.empty() : export,
                why,
                gone ? Optional.empty() : refusal,
                next == phase ? since : now,
                correlation);
    }

    /** Whether it is to be larger than what it holds allows. */
    boolean needsRoom() {
        return spec.filter(wanted -> wanted.sizeGib() > reservedGib).isPresent();
    }

    /** Whether nothing is left of it, or nothing ever was. */
    boolean over() {
        return phase == VolumePhase.DELETED || phase == VolumePhase.FAILED;
    }

    ObservedVolume observed() {
        return new ObservedVolume(id, generation, phase, sizeGib, export, reason, since);
    }
}
