package io.jarrah.nc.instance;

import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.StateReason;
import java.time.Duration;
import java.util.Optional;

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

    /** Make the domain known to the hypervisor. */
    record Define() implements Step {}

    /** Start the domain, counting the try first. */
    record Start() implements Step {}

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

    /** Look again after that long; always the last step. */
    record Wait(Duration time) implements Step {}
}
