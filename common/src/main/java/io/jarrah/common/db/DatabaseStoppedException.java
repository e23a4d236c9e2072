package io.jarrah.common.db;

/** The database is not started yet or already stopped. */
public final class DatabaseStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseStoppedException() {
        super("the database is not running: the service is starting or stopping");
    }
}
