package io.jarrah.common.state;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes of a state that holds whether or not it is on the disk, such as what security groups close: where a full disk is no
 * reason to leave open what was closed. What could not be written is written later, the newest state alone, and until then there is
 * a {@link #problem}: whoever starts meanwhile reads an older state.
 */
public final class RetriedWrites<T> {
    private static final Logger LOG = LoggerFactory.getLogger(RetriedWrites.class);

    private final String what;
    private final Consumer<T> write;
    private Optional<T> unwritten = Optional.empty();
    private Optional<String> problem = Optional.empty();

    /**
     * @param what the state's name in sentences, such as "the network"
     * @param write makes it durable, whole; throws {@link UncheckedIOException} when it cannot
     */
    public RetriedWrites(String what, Consumer<T> write) {
        this.what = what;
        this.write = write;
    }

    /** Writes, or remembers to. */
    public void put(T value) {
        put(value, () -> write.accept(value));
    }

    /**
     * The same, where there is a cheaper way as long as what was put before is written.
     *
     * @param cheaper makes the value durable from there; throws {@link UncheckedIOException} when it cannot
     */
    public synchronized void put(T value, Runnable cheaper) {
        try {
            if (unwritten.isPresent()) {
                write.accept(value);
            } else {
                cheaper.run();
            }
            if (problem.isPresent()) {
                LOG.info("{} is on the disk again", what);
            }
            unwritten = Optional.empty();
            problem = Optional.empty();
        } catch (UncheckedIOException e) {
            if (problem.isEmpty()) {
                LOG.error("{} could not be written; it is in force all the same, and tried again", what, e);
            }
            unwritten = Optional.of(value);
            problem = Optional.of(
                    what + " is in force but could not be kept, so a restart would begin with an older one: "
                            + e.getMessage() + ": " + e.getCause());
        }
    }

    /** Tries again what could not be written. */
    public synchronized void retry() {
        unwritten.ifPresent(this::put);
    }

    /** What is not on the disk, and why; empty when all is. */
    public synchronized Optional<String> problem() {
        return problem;
    }
}
