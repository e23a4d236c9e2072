package io.jarrah.clc.cluster;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What each of a cluster's two controllers does, as was heard last; for the administrator. */
public final class ControllerDuties {
    private final Map<String, String> duties = new ConcurrentHashMap<>();

    /** Nothing heard yet. */
    public ControllerDuties() {}

    /** Notes what it does, such as "stands by"; returns whether that is news. */
    public boolean note(String controller, String duty) {
        return !duty.equals(duties.put(controller, duty));
    }

    /** Notes that it is its cluster's only one. */
    public void forget(String controller) {
        duties.remove(controller);
    }

    /** What it does; empty for a cluster's only controller and for one that was not heard of yet. */
    public Optional<String> of(String controller) {
        return Optional.ofNullable(duties.get(controller));
    }
}
