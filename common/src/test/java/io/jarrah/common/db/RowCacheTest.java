package io.jarrah.common.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowCacheTest {
    @TempDir
    Path directory;

    private String url() {
        return "jdbc:hsqldb:file:" + directory.resolve("db");
    }

    private static String property(String url, String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "SA", "");
                Statement statement = connection.createStatement();
                var result = statement.executeQuery("select property_value from information_schema.system_properties"
                        + " where property_name = '" + name + "'")) {
            String value = result.next() ? result.getString(1) : "";
            statement.execute("SHUTDOWN");
            return value;
        }
    }

    @Test
    void aSmallHeapHasWhatTheDatabaseHasByItself() {
        assertThat(RowCache.ofHeap(96L << 20)).isEqualTo(new RowCache(50_000, 10_000));
        assertThat(RowCache.ofHeap(1L << 30)).isEqualTo(new RowCache(131_072, 32_768));
        assertThat(RowCache.ofHeap(1L << 40)).isEqualTo(new RowCache(1_000_000, 256_000));
    }

    @Test
    void aDatabaseThatIsMadeHasIt() throws Exception {
        RowCache cache = new RowCache(131_072, 32_768);
        assertThat(property(url() + cache.properties(), "hsqldb.cache_rows")).isEqualTo("131072");
    }

    @Test
    void aDatabaseThatWasMadeBeforeHasItAfterItsNextStart() throws Exception {
        property(url(), "hsqldb.cache_rows");
        try (Connection connection = DriverManager.getConnection(url(), "SA", "");
                Statement statement = connection.createStatement()) {
            new RowCache(131_072, 32_768).set(connection);
            statement.execute("SHUTDOWN");
        }
        assertThat(property(url(), "hsqldb.cache_rows")).isEqualTo("131072");
        assertThat(property(url(), "hsqldb.cache_size")).isEqualTo("32768");
    }
}
