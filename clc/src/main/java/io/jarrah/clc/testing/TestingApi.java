package io.jarrah.clc.testing;

import io.jarrah.clc.ApiWiring;
import io.jarrah.clc.ClcConfig;
import io.jarrah.clc.PublicApi;
import io.jarrah.clc.account.MasterKey;
import io.jarrah.clc.account.NewAccessKey;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.clc.zone.RegionInfo;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The public API on a port of its own, over a database in memory, with the accounts of {@link TestingCalls}, the cloud administrator's, and the zone {@link #ZONE}: for tests through real clients.
 */
public final class TestingApi {
    /** The one availability zone. */
    public static final String ZONE = "zone1";

    private final TestingDatabase database;
    private final ApiWiring wiring;
    private final PublicApi api;
    private final MeterRegistry metrics = new SimpleMeterRegistry();

    /** Further parts of the API under test. */
    public record Parts(
            List<Class<?>> entities,
            Function<Database, List<TaggableType>> taggable,
            BiConsumer<ApiWiring, ActionTable.Builder> actions) {
        /** Nothing further. */
        public static Parts none() {
            return new Parts(List.of(), database -> List.of(), (wiring, table) -> {});
        }
    }

    private TestingApi(TestingDatabase database, ApiWiring wiring, Parts parts, Path state, InstantSource clock) {
        this.database = database;
        this.wiring = wiring;
        this.api = new PublicApi(
                ClcConfig.local(state),
                wiring,
                table -> parts.actions().accept(wiring, table),
                table -> {},
                parts.taggable().apply(database.get()),
                "0".repeat(64),
                clock,
                metrics);
    }

    /** Starts it; {@code state} is an empty directory. */
    public static TestingApi start(Path state, Parts parts, InstantSource clock) throws Exception {
        List<Class<?>> entities = new ArrayList<>(ApiWiring.ENTITIES);
        entities.addAll(parts.entities());
        TestingDatabase database = TestingDatabase.with(entities);
        SecureRandom random = new SecureRandom();
        MasterKey key = MasterKey.load(state.resolve("master-key"), random);
        ApiWiring wiring =
                new ApiWiring(database.get(), key, new RegionInfo("us-east-1", "ec2.jarrah.example"), random);
        wiring.accessKeys().ensureCloudAdministrator(state.resolve("credentials"), clock.instant());
        database.get().write(session -> {
            wiring.zones().ensure(session, new ClusterName(ZONE), clock.instant());
            return ZONE;
        });
        TestingApi testing = new TestingApi(database, wiring, parts, state, clock);
        Files.createDirectories(state);
        testing.api.start();
        return testing;
    }

    /** Where it answers. */
    public URI uri() {
        return api.uri();
    }

    /** A fresh access key of that account's root user. */
    public NewAccessKey keyOf(String account) {
        return wiring.accessKeys().create(account, Optional.empty(), TestingCalls.NOW);
    }

    /** The repositories. */
    public ApiWiring wiring() {
        return wiring;
    }

    /** The API. */
    public PublicApi api() {
        return api;
    }

    /** The database. */
    public Database database() {
        return database.get();
    }

    /** What was counted. */
    public MeterRegistry metrics() {
        return metrics;
    }

    /** Stops it. */
    public void close() throws Exception {
        api.stop();
        database.close();
    }
}
