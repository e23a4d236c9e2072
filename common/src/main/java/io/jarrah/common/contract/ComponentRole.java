package io.jarrah.common.contract;

/** What a component is; its certificate says so (subject OU) and every receiver checks it. */
public enum ComponentRole {
    /** Cloud controller. */
    CLC,
    /** Object storage. */
    WALRUS,
    /** Storage controller of one cluster. */
    SC,
    /** Cluster controller. */
    CC,
    /** Node controller. */
    NC
}
