package io.jarrah.cc;

import io.jarrah.cc.lease.Lease;
import io.jarrah.common.lifecycle.Service;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A lease that comes and goes as the test says. */
final class FakeLease implements Lease {
    private volatile boolean held = true;
    private volatile Runnable term = () -> {};
    private volatile Runnable wakeUp = () -> {};

    void come() {
        term.run();
        held = true;
        wakeUp.run();
    }

    void go() {
        held = false;
        term.run();
        wakeUp.run();
    }

    @Override
    public boolean held() {
        return held;
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public void connect(Runnable onTerm, Runnable onChange) {
        term = onTerm;
        wakeUp = onChange;
    }

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
}
