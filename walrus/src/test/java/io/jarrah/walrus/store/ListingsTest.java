package io.jarrah.walrus.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.db.Database;
import io.jarrah.common.db.DatabaseConfig;
import io.jarrah.common.id.AccountId;
import io.jarrah.walrus.blob.FileBlobStore;
import io.jarrah.walrus.db.WalrusEntities;
import io.jarrah.walrus.store.Objects.Place;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listing against a model of it: sort everything, fold what has a common prefix, cut into pages. */
class ListingsTest {
    private static final Comparator<String> BY_BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    @TempDir
    static Path directory;

    private static Database database;
    private static FileBlobStore blobs;
    private static Listings listings;
    private static final TreeSet<String> KEYS = new TreeSet<>(BY_BYTES);

    @BeforeAll
    static void fill() throws Exception {
        database = new Database(
                DatabaseConfig.inMemory("listings"),
                WalrusEntities.MIGRATIONS,
                WalrusEntities.ALL,
                new SecureRandom(),
                new SimpleMeterRegistry());
        database.start();
        blobs = FileBlobStore.open(directory, 0, new SecureRandom());
        Storage storage = new Storage(database, blobs, new ContentLeases(), Clock.systemUTC(), new SecureRandom());
        new Buckets(storage).create("bucket", new AccountId("111111111111"));
        Objects objects = new Objects(storage);
        Random random = new Random(5);
        String[] names = {"a", "b", "é", "\uffff", "😀", "b-", "z", "0"};
        while (KEYS.size() < 160) {
            StringBuilder key = new StringBuilder(names[random.nextInt(names.length)]);
            for (int depth = random.nextInt(4); depth > 0; depth--) {
                key.append(random.nextInt(4) == 0 ? "//" : "/").append(names[random.nextInt(names.length)]);
            }
            if (KEYS.add(key.toString())) {
                try (PendingContent content = objects.receive(0, false, Optional.empty())) {
                    objects.put(
                            new Place("bucket", new ObjectKey(key.toString())),
                            content,
                            StoredHeaders.NONE,
                            WriteCondition.NONE);
                }
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        blobs.close();
        database.stop();
    }

    private static List<String> expected(String prefix, String delimiter, String after) {
        TreeSet<String> entries = new TreeSet<>(BY_BYTES);
        for (String key : KEYS) {
            if (key.startsWith(prefix) && BY_BYTES.compare(key, after) > 0) {
                int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
                entries.add(end < 0 ? key : key.substring(0, end + delimiter.length()));
            }
        }
        return List.copyOf(entries);
    }

    private static List<String> paged(String prefix, String delimiter, String after, int limit) {
        List<String> seen = new ArrayList<>();
        Optional<Listings.Start> start =
                Optional.of(after.isEmpty() ? new Listings.Start.Beginning() : new Listings.Start.AfterKey(after));
        while (start.isPresent()) {
            Listings.Page<StoredObject> page =
                    listings().objects("bucket", new Listings.Query(prefix, delimiter, start.get(), limit));
            List<String> entries = new ArrayList<>(page.prefixes());
            page.items().forEach(item -> entries.add(item.key().value()));
            entries.sort(BY_BYTES);
            assertThat(entries.size()).isLessThanOrEqualTo(limit);
            assertThat(page.next().isEmpty() || entries.size() == limit).isTrue();
            seen.addAll(entries);
            start = page.next();
        }
        return seen;
    }

    private static Listings listings() {
        if (listings == null) {
            listings = new Listings(
                    new Storage(database, blobs, new ContentLeases(), Clock.systemUTC(), new SecureRandom()));
        }
        return listings;
    }

    @Test
    void pagesTogetherAreWhatTheModelSays() {
        for (String prefix : List.of("", "a", "b/", "é", "nothing", "b-", "😀/")) {
            for (String delimiter : List.of("", "/", "//", "b", "😀")) {
                for (int limit : new int[] {1, 2, 7, 1000}) {
                    assertThat(paged(prefix, delimiter, "", limit))
                            .as("prefix %s delimiter %s limit %d", prefix, delimiter, limit)
                            .isEqualTo(expected(prefix, delimiter, ""));
                }
            }
        }
    }

    @Test
    void aListingMayBeginAnywhere() {
        for (String after : List.of("a", "b/", "b/b", "zzz", "é/a")) {
            assertThat(paged("", "", after, 3)).isEqualTo(expected("", "", after));
        }
    }

    @Test
    void aMarkerThatIsACommonPrefixStandsForAllBelowIt() {
        assertThat(Listings.after("b/", "", "/")).isEqualTo(new Listings.Start.AfterPrefix("b/"));
        assertThat(Listings.after("b/", "", "")).isEqualTo(new Listings.Start.AfterKey("b/"));
        assertThat(Listings.after("b/x", "", "/")).isEqualTo(new Listings.Start.AfterKey("b/x"));
        assertThat(Listings.after("", "", "/")).isEqualTo(new Listings.Start.Beginning());
    }
}
