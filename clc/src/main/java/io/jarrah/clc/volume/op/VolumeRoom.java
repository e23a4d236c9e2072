package io.jarrah.clc.volume.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.volume.VolumeQuota;
import io.jarrah.clc.volume.Volumes;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.hibernate.Session;

/** What is left of what an account may have. One for all actions that take of it. */
public final class VolumeRoom {
    private final VolumeQuota quota;
    /** So that two of one process do not both take what is left. */
    private final ReentrantLock turn = new ReentrantLock(true);

    public VolumeRoom(VolumeQuota quota) {
        this.quota = quota;
    }

    /** Runs what asks for room and takes it. */
    <T> T inTurn(Supplier<T> work) {
        turn.lock();
        try {
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    /** Fails unless there is room for one more volume of that size. */
    void require(Session session, CallContext context, int sizeGib) {
        Volumes.Used used = Volumes.used(session, context.account());
        if (used.volumes() >= quota.volumes()) {
            throw Ec2Error.VOLUME_LIMIT_EXCEEDED.because(
                    "The maximum number of volumes has been reached: " + quota.volumes() + " for each account.");
        }
        requireGib(used, sizeGib, "A volume of " + sizeGib + " GiB");
    }

    /** Fails unless volumes may have so many GiB more. */
    void requireMore(Session session, CallContext context, int gib) {
        if (gib > 0) {
            requireGib(Volumes.used(session, context.account()), gib, gib + " GiB more");
        }
    }

    private void requireGib(Volumes.Used used, int gib, String what) {
        if (used.gib() + gib > quota.gib()) {
            throw Ec2Error.VOLUME_LIMIT_EXCEEDED.because(what + " would exceed the " + quota.gib()
                    + " GiB that each account may have; this one has " + used.gib() + ".");
        }
    }
}
