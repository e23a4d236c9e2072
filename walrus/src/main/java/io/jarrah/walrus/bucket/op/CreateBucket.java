package io.jarrah.walrus.bucket.op;

import io.jarrah.common.aws.S3XmlCodec;
import io.jarrah.walrus.bucket.BucketNames;
import io.jarrah.walrus.bucket.CannedAcl;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.store.BucketInfo;
import io.jarrah.walrus.store.Buckets;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;

/** Makes a bucket (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html). */
public final class CreateBucket implements Operation.WithDocument {
    private static final int MAX_BYTES = 64 << 10;

    private final Buckets buckets;
    private final S3XmlCodec codec;
    private final String region;

    public CreateBucket(Buckets buckets, S3XmlCodec codec, String region) {
        this.buckets = buckets;
        this.codec = codec;
        this.region = region;
    }

    @Override
    public int maxBytes() {
        return MAX_BYTES;
    }

    @Override
    public Reply execute(Call call, byte[] document) {
        String name = call.target().requireBucket();
        BucketNames.require(name);
        CannedAcl.requirePrivate(call.headers());
        if (call.headers()
                .get("x-amz-bucket-object-lock-enabled")
                .filter("true"::equalsIgnoreCase)
                .isPresent()) {
            throw new S3Exception(S3Error.NotImplemented).with("Header", "x-amz-bucket-object-lock-enabled");
        }
        if (document.length > 0) {
            requireHere(codec.decode(document, "CreateBucketConfiguration", CreateBucketConfiguration.builder()));
        }
        BucketInfo bucket =
                buckets.create(name, call.caller().requirePrincipal().accountId());
        return Reply.status(200).with("Location", "/" + bucket.name());
    }

    private void requireHere(CreateBucketConfiguration configuration) {
        Optional<String> constraint =
                Optional.ofNullable(configuration.locationConstraintAsString()).filter(text -> !text.isEmpty());
        if (constraint.filter(text -> !text.equals(region)).isPresent()) {
            throw new S3Exception(
                            S3Error.InvalidLocationConstraint,
                            "The specified location-constraint is not valid: this cloud has the region " + region
                                    + " only")
                    .with("LocationConstraint", constraint.get());
        }
        if (configuration.hasTags()) {
            throw new S3Exception(S3Error.NotImplemented, "Bucket tags are not implemented.");
        }
    }
}
