package io.jarrah.common.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @Entity(name = "Counter")
    @Table(name = "counter")
    static class CounterRow {
        @Id
        String id = "";

        long amount;

        @Version
        long version;
    }

    @TempDir
    Path directory;

    private Database open() {
        Database database = new Database(
                DatabaseConfig.embedded(directory),
                "db/migration/testdb",
                List.of(CounterRow.class),
                new Random(1),
                new SimpleMeterRegistry());
        database.start();
        return database;
    }

    private static void insert(Database database) {
        String unused = database.write(session -> {
            CounterRow row = new CounterRow();
            row.id = "a";
            session.persist(row);
            return row.id;
        });
    }

    @Test
    void concurrentUnitsOfWorkAreRetriedAndNoneIsLost() throws Exception {
        Database database = open();
        insert(database);
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                executor.execute(() -> {
                    for (int n = 0; n < 10; n++) {
                        long unused = database.write(session -> ++session.find(CounterRow.class, "a").amount);
                    }
                });
            }
        }
        assertThat(database.<Long>read(session -> session.find(CounterRow.class, "a").amount))
                .isEqualTo(40);
        database.stop();
    }

    @Test
    void rowsSurviveARestart() throws Exception {
        Database database = open();
        insert(database);
        database.stop();
        Database again = open();
        assertThat(again.<Boolean>read(session -> session.find(CounterRow.class, "a") != null))
                .isTrue();
        again.stop();
    }

    @Test
    void aBrokenConstraintIsNamedAndNotRetried() throws Exception {
        Database database = open();
        insert(database);
        assertThatThrownBy(() -> insert(database))
                .satisfies(failure ->
                        assertThat(Conflicts.violatedConstraint(failure)).isNotNull());
        database.stop();
    }

    @Test
    void aReadNeverWrites() throws Exception {
        Database database = open();
        insert(database);
        long unused = database.read(session -> ++session.find(CounterRow.class, "a").amount);
        assertThat(database.<Long>read(session -> session.find(CounterRow.class, "a").amount))
                .isZero();
        database.stop();
    }
}
