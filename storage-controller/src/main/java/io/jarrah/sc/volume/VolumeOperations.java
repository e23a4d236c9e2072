package io.jarrah.sc.volume;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.ServiceException.Code;
import io.jarrah.common.contract.VolumeGrant;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.VolumeId;
import io.jarrah.sc.volume.VolumeRecord.Desired;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests about volumes up: each ends in a record on disk and a wake-up, never in work. */
public final class VolumeOperations {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeOperations.class);

    private final VolumeRecords records;
    private final Consumer<VolumeId> wakeUp;
    private final InstantSource clock;

    /**
     * @param wakeUp makes the reconciler look at a volume
     */
    public VolumeOperations(VolumeRecords records, Consumer<VolumeId> wakeUp, InstantSource clock) {
        this.records = records;
        this.wakeUp = wakeUp;
        this.clock = clock;
    }

    /** See {@link io.jarrah.common.contract.StorageService#applyVolume}. */
    public void apply(Correlation correlation, VolumeSpec spec) {
        spec.grant().ifPresent(grant -> requireOwnUser(spec.id(), grant));
        if (records.add(VolumeRecord.accepted(spec, correlation.id(), clock.instant()))) {
            LOG.info("taking up {} of {} GiB", spec.id(), spec.sizeGib());
        } else {
            records.update(spec.id(), known -> changed(known, spec, correlation));
        }
        wakeUp.accept(spec.id());
    }

    private static VolumeRecord changed(VolumeRecord known, VolumeSpec spec, Correlation correlation) {
        if (known.desired() == Desired.DELETE || spec.generation() <= known.generation()) {
            return known;
        }
        if (known.spec().isEmpty()) {
            return known.withGeneration(spec.generation());
        }
        VolumeSpec old = known.spec().get();
        if (spec.sizeGib() < known.sizeGib()) {
            throw new ServiceException(
                    Code.INVALID,
                    spec.id() + " cannot shrink from " + known.sizeGib() + " to " + spec.sizeGib() + " GiB");
        }
        if (!spec.accountId().equals(old.accountId())) {
            throw new ServiceException(Code.INVALID, spec.id() + " belongs to another account");
        }
        if (known.phase() == VolumePhase.CREATING && !spec.source().equals(old.source())) {
            throw new ServiceException(Code.INVALID, spec.id() + " is being made with another beginning");
        }
        if (changesGrant(old.grant(), spec.grant())) {
            throw new ServiceException(
                    Code.INVALID,
                    "attachment " + spec.grant().orElseThrow().attachment() + " of " + spec.id()
                            + " is known with another initiator or secret; another attachment has another number");
        }
        return known.withSpec(spec, correlation.id());
    }

    /** The number of an attachment names its target: with another secret it would be another one. */
    private static boolean changesGrant(Optional<VolumeGrant> old, Optional<VolumeGrant> wanted) {
        return old.isPresent()
                && wanted.isPresent()
                && old.get().attachment() == wanted.get().attachment()
                && !old.equals(wanted);
    }

    /** Accounts are common to all targets: the end of one attachment would take the account from another. */
    private void requireOwnUser(VolumeId id, VolumeGrant grant) {
        String user = grant.chap().user();
        records.all().stream()
                .filter(record -> !record.id().equals(id))
                .filter(record -> record.spec()
                        .flatMap(VolumeSpec::grant)
                        .filter(other -> other.chap().user().equals(user))
                        .isPresent())
                .findAny()
                .ifPresent(other -> {
                    throw new ServiceException(
                            Code.INVALID, "CHAP user " + user + " of " + id + " is in use for " + other.id());
                });
    }

    /** See {@link io.jarrah.common.contract.StorageService#deleteVolume}. */
    public void delete(Correlation correlation, VolumeRef volume) {
        records.add(VolumeRecord.refused(volume.id(), volume.generation(), correlation.id(), clock.instant()));
        records.update(
                volume.id(),
                known -> volume.generation() < known.generation()
                        ? known
                        : known.delete(volume.generation(), correlation.id()));
        wakeUp.accept(volume.id());
    }

    /** See {@link io.jarrah.common.contract.StorageService#forgetVolumes}. */
    public void forget(List<VolumeId> volumes) {
        volumes.forEach(records::forget);
    }
}
