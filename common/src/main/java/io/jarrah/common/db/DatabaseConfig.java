package io.jarrah.common.db;

import java.nio.file.Path;

/**
 * Which database.
 *
 * @param jdbcUrl jdbc:hsqldb:… or jdbc:postgresql:…
 * @param user database user
 * @param password its password; never logged
 * @param poolSize connections at most, 2 or more
 */
public record DatabaseConfig(String jdbcUrl, String user, String password, int poolSize) {
    /** The embedded database in that directory: an fsync for every commit, readers never wait. */
    public static DatabaseConfig embedded(Path directory) {
        return new DatabaseConfig(
                "jdbc:hsqldb:file:" + directory.resolve("db")
                        + ";hsqldb.write_delay=false;hsqldb.tx=mvcc;hsqldb.default_table_type=cached;hsqldb.log_size=64",
                "SA",
                "",
                16);
    }

    /** A database that is gone with the process, for tests. */
    public static DatabaseConfig inMemory(String name) {
        return new DatabaseConfig("jdbc:hsqldb:mem:" + name + ";hsqldb.tx=mvcc", "SA", "", 16);
    }

    boolean isEmbedded() {
        return jdbcUrl.startsWith("jdbc:hsqldb:");
    }

    /** Whether it is the embedded one, and stays. */
    boolean isInFiles() {
        return jdbcUrl.startsWith("jdbc:hsqldb:file:");
    }

    @Override
    public String toString() {
        return jdbcUrl + " as " + user;
    }
}
