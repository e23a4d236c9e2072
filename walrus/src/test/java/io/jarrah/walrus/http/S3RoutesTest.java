package io.jarrah.walrus.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.aws.S3XmlCodec;
import io.jarrah.common.db.Database;
import io.jarrah.common.db.DatabaseConfig;
import io.jarrah.common.id.AccountId;
import io.jarrah.walrus.blob.FileBlobStore;
import io.jarrah.walrus.checksum.ChecksumType;
import io.jarrah.walrus.db.WalrusEntities;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.BodyClaims;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Caller;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Query;
import io.jarrah.walrus.s3.RequestHeaders;
import io.jarrah.walrus.s3.Route;
import io.jarrah.walrus.s3.Router;
import io.jarrah.walrus.s3.S3Action;
import io.jarrah.walrus.s3.Target;
import io.jarrah.walrus.store.Buckets;
import io.jarrah.walrus.store.ContentLeases;
import io.jarrah.walrus.store.ObjectKey;
import io.jarrah.walrus.store.Storage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The table as a whole: every action has a line, and no line lets a stranger in. */
class S3RoutesTest {
    @TempDir
    static Path directory;

    private static Database database;
    private static FileBlobStore blobs;
    private static Router router;

    @BeforeAll
    static void start() throws Exception {
        database = new Database(
                DatabaseConfig.inMemory("routes"),
                WalrusEntities.MIGRATIONS,
                WalrusEntities.ALL,
                new SecureRandom(),
                new SimpleMeterRegistry());
        database.start();
        blobs = FileBlobStore.open(directory, 0, new SecureRandom());
        Storage storage = new Storage(database, blobs, new ContentLeases(), Clock.systemUTC(), new SecureRandom());
        new Buckets(storage).create("theirs", new AccountId("111111111111"));
        router = S3Routes.router(storage, new S3XmlCodec(), "us-east-1");
    }

    @AfterAll
    static void stop() throws Exception {
        blobs.close();
        database.stop();
    }

    @Test
    void everyActionHasALine() {
        Set<S3Action> served = router.routes().stream().map(Route::action).collect(Collectors.toSet());
        assertThat(served).containsExactlyInAnyOrder(S3Action.values());
    }

    @TestFactory
    List<DynamicTest> noLineLetsAStrangerIn() {
        return router.routes().stream()
                .map(route -> DynamicTest.dynamicTest(
                        route.method() + " " + route.level() + " " + route.subResource(), () -> {
                            S3Error answer = refusal(route);
                            assertThat(answer).isEqualTo(S3Error.AccessDenied);
                        }))
                .toList();
    }

    private static S3Error refusal(Route route) throws Exception {
        boolean wantsBucket = route.level() != Target.Level.SERVICE;
        boolean wantsKey = route.level() == Target.Level.OBJECT;
        Call call = new Call(
                io.jarrah.common.contract.Correlation.random(),
                new Caller.Anonymous(),
                route.action(),
                new Target(
                        wantsBucket ? Optional.of("theirs") : Optional.empty(),
                        wantsKey ? Optional.of(new ObjectKey("k")) : Optional.empty()),
                new Query(route.subResource().replace(Router.COPY, "") + "&partNumber=1"),
                new RequestHeaders(),
                BodyClaims.of(new RequestHeaders(), 0, Optional.empty()),
                "/theirs");
        try {
            switch (route.operation()) {
                case Operation.Simple simple -> simple.execute(call);
                case Operation.WithDocument document -> document.execute(call, new byte[0]);
                case Operation.WithContent content -> content.begin(call).close();
            }
        } catch (S3Exception e) {
            return e.error();
        }
        throw new AssertionError("a stranger got in: " + route);
    }

    @Test
    void theTypeOfAMultipartChecksumFollowsItsAlgorithm() {
        for (io.jarrah.common.checksum.ChecksumAlgorithm algorithm :
                io.jarrah.common.checksum.ChecksumAlgorithm.values()) {
            assertThat(ChecksumType.defaultOf(algorithm).isPossibleWith(algorithm))
                    .isTrue();
        }
    }
}
