package io.jarrah.cc.books;

import io.jarrah.common.id.NodeName;

/** Who is told that there may be something to do; none of these may block. */
public interface WakeUps {
    /** Something changed for that node. */
    void node(NodeName name);

    /** The network document, or where its tunnels end, changed. */
    void network();

    /** The set of nodes changed. */
    void registry();
}
