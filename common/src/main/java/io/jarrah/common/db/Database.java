package io.jarrah.common.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.jarrah.common.lifecycle.Service;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.flywaydb.core.Flyway;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.Transaction;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service's database. Its schema is brought up to date by versioned SQL scripts at start. All access is a unit of
 * work: one session, one transaction, retried as a whole when it lost a race against another.
 */
public final class Database implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    /** With pauses that add up to a second: where the disk is slow, that is a few commits of others. */
    private static final int TRIES = 8;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(4);

    private final DatabaseConfig config;
    private final String migrations;
    private final List<Class<?>> entities;
    private final RandomGenerator random;
    private final Counter conflicts;
    private final Timer commits;
    private @Nullable HikariDataSource pool;
    private @Nullable SessionFactory sessions;

    /**
     * @param migrations class path location of the SQL scripts, such as {@code db/migration/clc}
     * @param entities all mapped classes
     */
    public Database(
            DatabaseConfig config,
            String migrations,
            List<Class<?>> entities,
            RandomGenerator random,
            MeterRegistry metrics) {
        this.config = config;
        this.migrations = migrations;
        this.entities = List.copyOf(entities);
        this.random = random;
        this.conflicts = Counter.builder("jarrah.db.conflicts").register(metrics);
        this.commits = Timer.builder("jarrah.db.writes").register(metrics);
    }

    @Override
    public String name() {
        return "database";
    }

    @Override
    public void start() {
        HikariDataSource opened = openPool();
        pool = opened;
        Flyway.configure()
                .dataSource(opened)
                .locations("classpath:" + migrations)
                .load()
                .migrate();
        HibernatePersistenceConfiguration persistence = new HibernatePersistenceConfiguration("jarrah");
        entities.forEach(persistence::managedClass);
        persistence.property("hibernate.connection.datasource", opened);
        persistence.property("hibernate.connection.provider_disables_autocommit", true);
        persistence.property("hibernate.jdbc.batch_size", 100);
        persistence.property("hibernate.order_inserts", true);
        persistence.property("hibernate.order_updates", true);
        persistence.property("hibernate.jdbc.fetch_size", 1000);
        persistence.property("hibernate.query.in_clause_parameter_padding", true);
        persistence.property("hibernate.timezone.default_storage", "NORMALIZE_UTC");
        persistence.property("hibernate.jdbc.time_zone", "UTC");
        sessions = persistence.createEntityManagerFactory();
    }

    private HikariDataSource openPool() {
        RowCache rows = RowCache.ofHeap(Runtime.getRuntime().maxMemory());
        HikariConfig hikari = new HikariConfig();
        hikari.setJdbcUrl(config.isInFiles() ? config.jdbcUrl() + rows.properties() : config.jdbcUrl());
        hikari.setUsername(config.user());
        hikari.setPassword(config.password());
        hikari.setMaximumPoolSize(config.poolSize());
        hikari.setAutoCommit(false);
        hikari.setPoolName("jarrah");
        hikari.setConnectionTimeout(10_000);
        hikari.setLeakDetectionThreshold(60_000);
        HikariDataSource opened = new HikariDataSource(hikari);
        if (config.isInFiles()) {
            try (Connection connection = opened.getConnection()) {
                rows.set(connection);
            } catch (SQLException e) {
                opened.close();
                throw new IllegalStateException("cannot set the cache of " + config, e);
            }
        }
        return opened;
    }

    @Override
    public void stop() throws SQLException {
        SessionFactory factory = sessions;
        sessions = null;
        if (factory != null) {
            factory.close();
        }
        HikariDataSource opened = pool;
        pool = null;
        if (opened == null) {
            return;
        }
        try (opened) {
            if (config.isEmbedded()) {
                try (Connection connection = opened.getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("SHUTDOWN");
                }
            }
        }
    }

    /** A unit of work that changes nothing. */
    public <T> T read(Function<Session, T> work) {
        try (Session session = factory().openSession()) {
            session.setDefaultReadOnly(true);
            session.setHibernateFlushMode(FlushMode.MANUAL);
            Transaction transaction = session.beginTransaction();
            try {
                return work.apply(session);
            } finally {
                transaction.rollback();
            }
        }
    }

    /**
     * A unit of work that may change rows; it is on the disk when this returns. The function runs again, with a fresh
     * session, when another transaction got in the way, so it must have no side effects of its own.
     */
    public <T> T write(Function<Session, T> work) {
        long begun = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                T result = writeOnce(work);
                commits.record(Duration.ofNanos(System.nanoTime() - begun));
                return result;
            } catch (PersistenceException | IllegalStateException e) {
                if (attempt == TRIES || !Conflicts.isConflict(e)) {
                    throw e;
                }
                conflicts.increment();
                LOG.debug("unit of work lost a race, try {} of {}", attempt, TRIES, e);
                pause(attempt);
            }
        }
    }

    private <T> T writeOnce(Function<Session, T> work) {
        try (Session session = factory().openSession()) {
            Transaction transaction = session.beginTransaction();
            boolean committed = false;
            try {
                T result = work.apply(session);
                transaction.commit();
                committed = true;
                return result;
            } finally {
                if (!committed && transaction.getStatus().canRollback()) {
                    transaction.rollback();
                }
            }
        }
    }

    private void pause(int attempt) {
        long limit = FIRST_PAUSE.toNanos() << attempt;
        LockSupport.parkNanos(random.nextLong(limit / 2, limit));
    }

    private SessionFactory factory() {
        SessionFactory factory = sessions;
        if (factory == null) {
            throw new DatabaseStoppedException();
        }
        return factory;
    }
}
