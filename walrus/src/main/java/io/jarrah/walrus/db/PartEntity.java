package io.jarrah.walrus.db;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One blob of an object's content, or of an upload under way. Never changed, only replaced. */
@Entity(name = "ObjectPart")
@Table(name = "object_part")
public class PartEntity {
    @Id
    @Column(name = "blob_id")
    private String blobId;

    @Column(name = "content_id")
    private String contentId;

    @Column(name = "part_number")
    private int partNumber;

    @Column(name = "size_bytes")
    private long size;

    @Column(name = "etag")
    private String etag;

    @Column(name = "checksum_algorithm")
    @Enumerated(EnumType.STRING)
    private @Nullable ChecksumAlgorithm checksumAlgorithm;

    @Column(name = "checksum_value")
    private @Nullable String checksumValue;

    @Column(name = "last_modified")
    private Instant lastModified;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected PartEntity() {}

    /** A new part; its checksum is set by {@link #checksum(ChecksumAlgorithm, String)}. */
    public PartEntity(String blobId, String contentId, int partNumber, long size, String etag, Instant lastModified) {
        this.blobId = blobId;
        this.contentId = contentId;
        this.partNumber = partNumber;
        this.size = size;
        this.etag = etag;
        this.lastModified = lastModified;
    }

    public void checksum(ChecksumAlgorithm algorithm, String value) {
        this.checksumAlgorithm = algorithm;
        this.checksumValue = value;
    }

    public String blobId() {
        return blobId;
    }

    public String contentId() {
        return contentId;
    }

    public int partNumber() {
        return partNumber;
    }

    public long size() {
        return size;
    }

    public String etag() {
        return etag;
    }

    public Optional<ChecksumAlgorithm> checksumAlgorithm() {
        return Optional.ofNullable(checksumAlgorithm);
    }

    public Optional<String> checksumValue() {
        return Optional.ofNullable(checksumValue);
    }

    public Instant lastModified() {
        return lastModified;
    }
}
