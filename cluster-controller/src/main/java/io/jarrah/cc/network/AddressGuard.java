package io.jarrah.cc.network;

import java.util.Set;

/** Told of every IPv4 address of the cluster's networks that this host has, for another host may have to have them instead. */
public interface AddressGuard {
    /** Whether this host may have them now. */
    boolean held();

    /** These may appear from now on, beside those that there are. */
    void guardAlso(Set<String> addresses);

    /** There are these and no others. */
    void guardOnly(Set<String> addresses);
}
