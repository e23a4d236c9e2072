package io.jarrah.common.lifecycle;

/** A part of a process that is started once and stopped once. */
public interface Service {
    /** For messages and metrics. */
    String name();

    /** Returns when the service works; throws when it cannot. */
    void start() throws Exception;

    /** Releases everything; harmless when never started or already stopped. */
    void stop() throws Exception;
}
