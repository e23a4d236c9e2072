package io.jarrah.walrus.store;

import io.jarrah.walrus.db.ObjectEntity;
import io.jarrah.walrus.db.ObjectRows;
import io.jarrah.walrus.db.UploadEntity;
import io.jarrah.walrus.db.UploadRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/**
 * Lists keys by ranges of the index. With a delimiter, everything below a common prefix is skipped by a new range, so a
 * page costs in proportion to what it shows, not to what lies below.
 */
public final class Listings {
    private static final int FIRST_BATCH = 32;
    private static final int MAX_BATCH = 1000;
    /** Greater than every hex digit in every collation. */
    private static final String END = "g";

    private final Storage storage;

    public Listings(Storage storage) {
        this.storage = storage;
    }

    /** Where a page begins. */
    public sealed interface Start {
        /** At the first key. */
        record Beginning() implements Start {}

        /** After that key. */
        record AfterKey(String key) implements Start {}

        /** After all keys with that prefix. */
        record AfterPrefix(String prefix) implements Start {}
    }

    /**
     * What to list.
     *
     * @param prefix only keys that begin with it
     * @param delimiter what ends a common prefix; none when empty
     * @param start where the page begins
     * @param limit entries at most, 0 or more
     */
    public record Query(String prefix, String delimiter, Start start, int limit) {}

    /**
     * A page: entries and common prefixes in the order of keys.
     *
     * @param items entries
     * @param prefixes common prefixes
     * @param next where the next page begins; empty at the end
     */
    public record Page<T>(List<T> items, List<String> prefixes, Optional<Start> next) {}

    /** Objects of a bucket. */
    public Page<StoredObject> objects(String bucket, Query query) {
        return storage.database().read(session -> new Scan(session, bucket, query).run());
    }

    /** The start after a marker that a client gave: a marker that is a common prefix stands for all below it. */
    public static Start after(String marker, String prefix, String delimiter) {
        if (marker.isEmpty()) {
            return new Start.Beginning();
        }
        Optional<String> common = commonPrefix(marker, prefix, delimiter);
        return common.equals(Optional.of(marker)) ? new Start.AfterPrefix(marker) : new Start.AfterKey(marker);
    }

    private static Optional<String> commonPrefix(String key, String prefix, String delimiter) {
        if (delimiter.isEmpty() || !key.startsWith(prefix)) {
            return Optional.empty();
        }
        int end = key.indexOf(delimiter, prefix.length());
        return end < 0 ? Optional.empty() : Optional.of(key.substring(0, end + delimiter.length()));
    }

    private static String lowerBound(Start start, String prefix) {
        String bound =
                switch (start) {
                    case Start.Beginning beginning -> "";
                    case Start.AfterKey after -> ObjectKey.hex(after.key()) + "0";
                    case Start.AfterPrefix after -> ObjectKey.hex(after.prefix()) + END;
                };
        String first = ObjectKey.hex(prefix);
        return bound.compareTo(first) > 0 ? bound : first;
    }

    private static final class Scan {
        private final Session session;
        private final String bucket;
        private final Query query;
        private final List<StoredObject> items = new ArrayList<>();
        private final List<String> prefixes = new ArrayList<>();
        private Start last = new Start.Beginning();

        Scan(Session session, String bucket, Query query) {
            this.session = session;
            this.bucket = bucket;
            this.query = query;
        }

        Page<StoredObject> run() {
            String from = lowerBound(query.start(), query.prefix());
            String to = ObjectKey.hex(query.prefix()) + END;
            int batch = query.delimiter().isEmpty() ? query.limit() + 1 : FIRST_BATCH;
            while (query.limit() > 0) {
                List<ObjectEntity> rows = ObjectRows.range(session, bucket, from, to, batch);
                Optional<String> seek = Optional.empty();
                for (ObjectEntity row : rows) {
                    String key = ObjectKey.fromHex(row.keyHex());
                    Optional<String> common = commonPrefix(key, query.prefix(), query.delimiter());
                    if (common.isPresent() && common.get().equals(lastPrefix())) {
                        seek = Optional.of(ObjectKey.hex(common.get()) + END);
                        break;
                    }
                    if (items.size() + prefixes.size() == query.limit()) {
                        return new Page<>(items, prefixes, Optional.of(last));
                    }
                    take(row, key, common);
                }
                if (seek.isEmpty() && rows.size() < batch) {
                    break;
                }
                from = seek.orElseGet(() -> rows.getLast().keyHex() + "0");
                batch = seek.isPresent() ? FIRST_BATCH : Math.min(MAX_BATCH, batch * 4);
                session.clear();
            }
            return new Page<>(items, prefixes, Optional.empty());
        }

        private String lastPrefix() {
            return prefixes.isEmpty() ? "" : prefixes.getLast();
        }

        private void take(ObjectEntity row, String key, Optional<String> common) {
            if (common.isPresent()) {
                prefixes.add(common.get());
                last = new Start.AfterPrefix(common.get());
            } else {
                items.add(StoredObject.of(row));
                last = new Start.AfterKey(key);
            }
        }
    }

    /**
     * A page of uploads.
     *
     * @param next where the next page begins; empty at the end
     */
    public record UploadPage(List<Uploads.Upload> items, List<String> prefixes, Optional<UploadMarker> next) {}

    /**
     * After what a page of uploads begins.
     *
     * @param key a key or a common prefix
     * @param uploadId an upload of the key; empty for a common prefix
     */
    public record UploadMarker(String key, String uploadId) {}

    /**
     * Uploads under way, in the order of (key, upload id).
     *
     * @param keyMarker only after that key; none when empty
     * @param uploadIdMarker with a key marker: of that key, those after that upload
     */
    public UploadPage uploads(
            String bucket, String prefix, String delimiter, String keyMarker, String uploadIdMarker, int limit) {
        return storage.database().read(session -> {
            List<Uploads.Upload> items = new ArrayList<>();
            List<String> prefixes = new ArrayList<>();
            UploadMarker last = new UploadMarker("", "");
            String from = uploadsFrom(keyMarker, uploadIdMarker, prefix, delimiter);
            String afterId = from.equals(ObjectKey.hex(keyMarker)) ? uploadIdMarker : "";
            String to = ObjectKey.hex(prefix) + END;
            while (limit > 0) {
                List<UploadEntity> rows = UploadRows.range(session, bucket, from, afterId, to, MAX_BATCH);
                for (UploadEntity row : rows) {
                    String key = ObjectKey.fromHex(row.keyHex());
                    Optional<String> common = commonPrefix(key, prefix, delimiter);
                    boolean known = common.isPresent() && prefixes.contains(common.get());
                    if (!known && items.size() + prefixes.size() == limit) {
                        return new UploadPage(items, prefixes, Optional.of(last));
                    }
                    if (common.isEmpty()) {
                        items.add(Uploads.upload(row));
                        last = new UploadMarker(key, row.uploadId());
                    } else if (!known) {
                        prefixes.add(common.get());
                        last = new UploadMarker(common.get(), "");
                    }
                }
                if (rows.size() < MAX_BATCH) {
                    break;
                }
                from = rows.getLast().keyHex();
                afterId = rows.getLast().uploadId();
            }
            return new UploadPage(items, prefixes, Optional.empty());
        });
    }

    private static String uploadsFrom(String keyMarker, String uploadIdMarker, String prefix, String delimiter) {
        if (uploadIdMarker.isEmpty()) {
            return lowerBound(after(keyMarker, prefix, delimiter), prefix);
        }
        String bound = ObjectKey.hex(keyMarker);
        String first = ObjectKey.hex(prefix);
        return bound.compareTo(first) > 0 ? bound : first;
    }
}
