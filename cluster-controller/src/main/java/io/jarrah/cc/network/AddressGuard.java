package io.jarrah.cc.network;

import java.util.Set;

/** Told of every IPv4 address of the cluster's networks that this host has, for another host may have to have them instead. */
public interface AddressGuard {
    /** For a host that is the only one. */
    AddressGuard NONE = new AddressGuard() {
        @Override
        public void guardAlso(Set<String> addresses) {}

        @Override
        public void guardOnly(Set<String> addresses) {}
    };

    /** These may appear from now on, beside those that there are. */
    void guardAlso(Set<String> addresses);

    /** There are these and no others. */
    void guardOnly(Set<String> addresses);
}
