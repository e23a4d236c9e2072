-- Keys are kept as the hex digits of their UTF-8 bytes. S3 lists keys in the order of their bytes, and hex digits sort
-- that way under every collation of HSQLDB and PostgreSQL; a VARCHAR of the key itself would not.

CREATE TABLE bucket (
    name VARCHAR(63) NOT NULL,
    owner_account VARCHAR(12) NOT NULL,
    created TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_bucket PRIMARY KEY (name)
);

CREATE INDEX ix_bucket_owner ON bucket (owner_account, name);

-- content_id names the bytes: the rows of object_part with that id, in order of part_number. A copy shares it.
CREATE TABLE stored_object (
    id VARCHAR(32) NOT NULL,
    bucket_name VARCHAR(63) NOT NULL,
    key_hex VARCHAR(2048) NOT NULL,
    content_id VARCHAR(32) NOT NULL,
    size_bytes BIGINT NOT NULL,
    etag VARCHAR(40) NOT NULL,
    last_modified TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    part_count INTEGER NOT NULL,
    headers VARCHAR(16384) NOT NULL,
    checksum_algorithm VARCHAR(16),
    checksum_type VARCHAR(16),
    checksum_value VARCHAR(100),
    sha256 VARCHAR(64),
    upload_id VARCHAR(32),
    row_version BIGINT NOT NULL,
    CONSTRAINT pk_stored_object PRIMARY KEY (id),
    CONSTRAINT uq_stored_object_key UNIQUE (bucket_name, key_hex),
    CONSTRAINT fk_stored_object_bucket FOREIGN KEY (bucket_name) REFERENCES bucket (name)
);

CREATE INDEX ix_stored_object_content ON stored_object (content_id);

CREATE TABLE multipart_upload (
    upload_id VARCHAR(32) NOT NULL,
    bucket_name VARCHAR(63) NOT NULL,
    key_hex VARCHAR(2048) NOT NULL,
    initiator_arn VARCHAR(2048) NOT NULL,
    created TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    headers VARCHAR(16384) NOT NULL,
    checksum_algorithm VARCHAR(16),
    checksum_type VARCHAR(16),
    CONSTRAINT pk_multipart_upload PRIMARY KEY (upload_id),
    CONSTRAINT fk_multipart_upload_bucket FOREIGN KEY (bucket_name) REFERENCES bucket (name)
);

CREATE INDEX ix_multipart_upload_key ON multipart_upload (bucket_name, key_hex, upload_id);

-- One blob. content_id is that of an object, or the id of an upload under way.
CREATE TABLE object_part (
    blob_id VARCHAR(32) NOT NULL,
    content_id VARCHAR(32) NOT NULL,
    part_number INTEGER NOT NULL,
    size_bytes BIGINT NOT NULL,
    etag VARCHAR(32) NOT NULL,
    checksum_algorithm VARCHAR(16),
    checksum_value VARCHAR(100),
    last_modified TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_object_part PRIMARY KEY (blob_id),
    CONSTRAINT uq_object_part_number UNIQUE (content_id, part_number)
);
