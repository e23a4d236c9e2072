package io.jarrah.cc;

import io.jarrah.cc.books.WakeUps;
import io.jarrah.common.id.NodeName;
import java.util.function.Consumer;

/** Passes wake-ups on to the loops once they are there; the books are made first. Before that, timers find all. */
final class ConnectedWakeUps implements WakeUps {
    private volatile Consumer<NodeName> node = name -> {};
    private volatile Runnable network = () -> {};
    private volatile Runnable registry = () -> {};

    void connect(Consumer<NodeName> toNode, Runnable toNetwork, Runnable toRegistry) {
        node = toNode;
        network = toNetwork;
        registry = toRegistry;
    }

    @Override
    public void node(NodeName name) {
        node.accept(name);
    }

    @Override
    public void network() {
        network.run();
    }

    @Override
    public void registry() {
        registry.run();
    }
}
