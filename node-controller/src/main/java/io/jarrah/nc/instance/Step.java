package io.jarrah.nc.instance;

import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.VolumeId;
import io.jarrah.nc.volume.VolumeStep;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** One thing to do about an instance. Each is idempotent. */
public sealed interface Step {
    /** Note the phase. */
    record Enter(InstancePhase phase, Optional<StateReason> reason) implements Step {}

    /** Note a reason without a change of phase. */
    record Explain(Optional<StateReason> reason) implements Step {}

    /** Want it terminated from now on. */
    record End(StateReason reason) implements Step {}

    /** Begin to fetch images and make the disk. */
    record Stage() implements Step {}

    /** End that. */
    record CancelStaging() implements Step {}

    /** Note that the disk was made. */
    record DiskMade() implements Step {}

    /** Make the domain known to the hypervisor, with these of its volumes. */
    record Define(Set<VolumeId> with) implements Step {}

    /** Start the domain, counting the try first; with the volumes it was defined with. */
    record Start(Set<VolumeId> with) implements Step {}

    /** Note that it runs steadily. */
    record Settle() implements Step {}

    /** Ask the guest to restart. */
    record AskReboot() implements Step {}

    /** Push the reset button. */
    record Reset() implements Step {}

    /** Note that the reboot was carried out. */
    record RebootDone() implements Step {}

    /** Stop the domain at once. */
    record Destroy() implements Step {}

    /** Make the domain unknown. */
    record Undefine() implements Step {}

    /** Remove a tap that the domain left. */
    record RemoveTap() implements Step {}

    /** Delete the instance's files. */
    record RemoveFiles() implements Step {}

    /** Drop the record. */
    record Forget() implements Step {}

    /** Do that about a volume, as long as no others are wanted than at that generation. */
    record OfVolume(long generation, VolumeStep step) implements Step {}

    /** End what is under way about volumes. */
    record CancelVolumes() implements Step {}

    /** Look again after that long; always the last step. */
    record Wait(Duration time) implements Step {}
}
