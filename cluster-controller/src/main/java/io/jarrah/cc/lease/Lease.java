package io.jarrah.cc.lease;

import io.jarrah.cc.network.AddressGuard;
import io.jarrah.common.lifecycle.Service;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether this controller is in charge of its cluster. One that is not tells nodes nothing and has no address of the
 * cluster's networks.
 */
public interface Lease extends AddressGuard {
    /** Of a controller without a standby: always held. */
    Lease ALONE = new Lease() {
        @Override
        public boolean held() {
            return true;
        }

        @Override
        public boolean shared() {
            return false;
        }

        @Override
        public void connect(Runnable term, Runnable wakeUp) {}

        @Override
        public void guardAlso(Set<String> addresses) {}

        @Override
        public void guardOnly(Set<String> addresses) {}

        @Override
        public Optional<String> problem() {
            return Optional.empty();
        }

        @Override
        public List<Service> first() {
            return List.of();
        }

        @Override
        public List<Service> last() {
            return List.of();
        }
    };

    /** Whether it is held now. */
    @Override
    boolean held();

    /** Whether another controller may hold it. */
    boolean shared();

    /**
     * Tells whom to call; to be called once, before the start.
     *
     * @param term called before the lease counts as held and after it does not any more
     * @param wakeUp called after either
     */
    void connect(Runnable term, Runnable wakeUp);

    /** Why it cannot be had; empty when all is well, also while the other controller has it. */
    Optional<String> problem();

    /** What must run before anything touches the network. */
    List<Service> first();

    /** What must run after all else, and be stopped before it: from then on the lease can be had. */
    List<Service> last();
}
