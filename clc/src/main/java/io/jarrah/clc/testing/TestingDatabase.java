package io.jarrah.clc.testing;

import io.jarrah.common.db.Database;
import io.jarrah.common.db.DatabaseConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** The cloud controller's schema in memory, for one test; two accounts are in it. */
public final class TestingDatabase implements AutoCloseable {
    private final Database database;

    private TestingDatabase(Database database) {
        this.database = database;
    }

    /** A started database with all migrations and these mapped classes. */
    public static TestingDatabase with(List<Class<?>> entities) {
        return started(DatabaseConfig.inMemory("clc-" + UUID.randomUUID()), entities);
    }

    /** The same on the disk: what was in that directory is there again. */
    public static TestingDatabase in(Path directory, List<Class<?>> entities) {
        return started(DatabaseConfig.embedded(directory), entities);
    }

    private static TestingDatabase started(DatabaseConfig config, List<Class<?>> entities) {
        Database database =
                new Database(config, "db/migration/clc", entities, new Random(1), new SimpleMeterRegistry());
        database.start();
        boolean fresh = database.read(session -> session.createNativeQuery("select count(*) from account", Long.class)
                        .getSingleResult())
                == 0;
        if (!fresh) {
            return new TestingDatabase(database);
        }
        database.write(session -> session.createNativeMutationQuery(
                        "insert into account (id, name, cloud_administrator, created) values ('" + TestingCalls.ALICE
                                + "', 'alice', false, current_timestamp), ('" + TestingCalls.BOB
                                + "', 'bob', false, current_timestamp)")
                .executeUpdate());
        return new TestingDatabase(database);
    }

    /** The database. */
    public Database get() {
        return database;
    }

    @Override
    public void close() throws SQLException {
        database.stop();
    }
}
