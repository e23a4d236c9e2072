package io.jarrah.walrus.db;

import io.jarrah.walrus.checksum.Checksum;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The current object under a key. */
@Entity(name = "StoredObject")
@Table(name = "stored_object")
public class ObjectEntity {
    @Id
    @Column(name = "id")
    private String id;

    @Column(name = "bucket_name")
    private String bucket;

    @Column(name = "key_hex")
    private String keyHex;

    @Column(name = "content_id")
    private String contentId;

    @Column(name = "size_bytes")
    private long size;

    @Column(name = "etag")
    private String etag;

    @Column(name = "last_modified")
    private Instant lastModified;

    @Column(name = "part_count")
    private int partCount;

    @Column(name = "headers")
    private String headers;

    @Embedded
    private @Nullable ChecksumColumns checksum;

    @Column(name = "sha256")
    private @Nullable String sha256;

    @Column(name = "upload_id")
    private @Nullable String uploadId;

    @Version
    @Column(name = "row_version")
    private long rowVersion;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected ObjectEntity() {}

    /** A new row; {@link #set} must follow. */
    @SuppressWarnings("NullAway.Init")
    public ObjectEntity(String id, String bucket, String keyHex) {
        this.id = id;
        this.bucket = bucket;
        this.keyHex = keyHex;
    }

    /** Everything that a put replaces. */
    public record State(
            String contentId,
            long size,
            String etag,
            Instant lastModified,
            int partCount,
            String headers,
            Optional<Checksum> checksum,
            Optional<String> sha256,
            Optional<String> uploadId) {}

    /** Replaces the object's state. */
    public void set(State state) {
        this.contentId = state.contentId();
        this.size = state.size();
        this.etag = state.etag();
        this.lastModified = state.lastModified();
        this.partCount = state.partCount();
        this.headers = state.headers();
        this.checksum = ChecksumColumns.of(state.checksum());
        this.sha256 = state.sha256().orElse(null);
        this.uploadId = state.uploadId().orElse(null);
    }

    /** The object's state. */
    public State state() {
        return new State(
                contentId,
                size,
                etag,
                lastModified,
                partCount,
                headers,
                ChecksumColumns.read(checksum),
                Optional.ofNullable(sha256),
                Optional.ofNullable(uploadId));
    }

    public String bucket() {
        return bucket;
    }

    public String keyHex() {
        return keyHex;
    }

    public String contentId() {
        return contentId;
    }

    public String id() {
        return id;
    }

    public long rowVersion() {
        return rowVersion;
    }
}
