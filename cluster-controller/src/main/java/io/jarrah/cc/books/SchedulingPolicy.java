package io.jarrah.cc.books;

/** How a node is chosen among those with room (SCHEDPOLICY). */
public enum SchedulingPolicy {
    /** Each next instance goes to the next node. */
    ROUNDROBIN,
    /** The first node is filled before the second is used. */
    GREEDY
}
