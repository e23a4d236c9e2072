package io.jarrah.common.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How much of its tables the embedded database keeps in memory. Its usual 50,000 rows are fewer than a full cluster has, and then
 * every look at all of them reads all of them from the file.
 *
 * @param rows rows at most
 * @param kib their size in the file at most, in KiB; in memory it is a multiple
 */
record RowCache(long rows, long kib) {
    private static final long BYTES_PER_ROW = 8192;
    private static final long SHARE = 32;
    private static final RowCache LEAST = new RowCache(50_000, 10_000);
    private static final RowCache MOST = new RowCache(1_000_000, 256_000);

    /** As large as a heap of that many bytes allows, and not below what the database has by itself. */
    static RowCache ofHeap(long bytes) {
        return new RowCache(
                Math.clamp(bytes / BYTES_PER_ROW, LEAST.rows, MOST.rows),
                Math.clamp(bytes / SHARE / 1024, LEAST.kib, MOST.kib));
    }

    /** For the URL of a database in files: what one that is made now begins with. */
    String properties() {
        return ";hsqldb.cache_rows=" + rows + ";hsqldb.cache_size=" + kib;
    }

    /** Of one that was made before, from its next start on. */
    void set(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET FILES CACHE ROWS " + rows);
            statement.execute("SET FILES CACHE SIZE " + kib);
        }
    }
}
