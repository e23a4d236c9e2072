package io.jarrah.walrus.db;

import io.jarrah.common.checksum.ChecksumAlgorithm;
import io.jarrah.walrus.checksum.ChecksumType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A multipart upload under way. */
@Entity(name = "Upload")
@Table(name = "multipart_upload")
public class UploadEntity {
    @Id
    @Column(name = "upload_id")
    private String uploadId;

    @Column(name = "bucket_name")
    private String bucket;

    @Column(name = "key_hex")
    private String keyHex;

    @Column(name = "initiator_arn")
    private String initiatorArn;

    @Column(name = "created")
    private Instant created;

    @Column(name = "headers")
    private String headers;

    @Column(name = "checksum_algorithm")
    @Enumerated(EnumType.STRING)
    private @Nullable ChecksumAlgorithm checksumAlgorithm;

    @Column(name = "checksum_type")
    @Enumerated(EnumType.STRING)
    private @Nullable ChecksumType checksumType;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected UploadEntity() {}

    public UploadEntity(
            String uploadId, String bucket, String keyHex, String initiatorArn, Instant created, String headers) {
        this.uploadId = uploadId;
        this.bucket = bucket;
        this.keyHex = keyHex;
        this.initiatorArn = initiatorArn;
        this.created = created;
        this.headers = headers;
    }

    public void checksum(ChecksumAlgorithm algorithm, ChecksumType type) {
        this.checksumAlgorithm = algorithm;
        this.checksumType = type;
    }

    public String uploadId() {
        return uploadId;
    }

    public String bucket() {
        return bucket;
    }

    public String keyHex() {
        return keyHex;
    }

    public String initiatorArn() {
        return initiatorArn;
    }

    public Instant created() {
        return created;
    }

    public String headers() {
        return headers;
    }

    public Optional<ChecksumAlgorithm> checksumAlgorithm() {
        return Optional.ofNullable(checksumAlgorithm);
    }

    public Optional<ChecksumType> checksumType() {
        return Optional.ofNullable(checksumType);
    }
}
