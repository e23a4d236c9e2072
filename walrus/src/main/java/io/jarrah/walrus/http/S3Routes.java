package io.jarrah.walrus.http;

import static io.jarrah.walrus.s3.Target.Level.BUCKET;
import static io.jarrah.walrus.s3.Target.Level.OBJECT;
import static io.jarrah.walrus.s3.Target.Level.SERVICE;

import io.jarrah.common.aws.S3XmlCodec;
import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.bucket.op.CreateBucket;
import io.jarrah.walrus.bucket.op.DefaultConfiguration;
import io.jarrah.walrus.bucket.op.DeleteBucket;
import io.jarrah.walrus.bucket.op.GetBucketAcl;
import io.jarrah.walrus.bucket.op.GetBucketLocation;
import io.jarrah.walrus.bucket.op.HeadBucket;
import io.jarrah.walrus.bucket.op.ListBuckets;
import io.jarrah.walrus.bucket.op.NothingToDelete;
import io.jarrah.walrus.bucket.op.PutAcl;
import io.jarrah.walrus.bucket.op.UnsetConfiguration;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.multipart.op.AbortMultipartUpload;
import io.jarrah.walrus.multipart.op.CompleteMultipartUpload;
import io.jarrah.walrus.multipart.op.CreateMultipartUpload;
import io.jarrah.walrus.multipart.op.ListMultipartUploads;
import io.jarrah.walrus.multipart.op.ListParts;
import io.jarrah.walrus.multipart.op.UploadPart;
import io.jarrah.walrus.multipart.op.UploadPartCopy;
import io.jarrah.walrus.object.Versions;
import io.jarrah.walrus.object.op.CopyObject;
import io.jarrah.walrus.object.op.DeleteObject;
import io.jarrah.walrus.object.op.DeleteObjects;
import io.jarrah.walrus.object.op.GetObject;
import io.jarrah.walrus.object.op.GetObjectAcl;
import io.jarrah.walrus.object.op.ListObjects;
import io.jarrah.walrus.object.op.ListObjectsV2;
import io.jarrah.walrus.object.op.ObjectConfiguration;
import io.jarrah.walrus.object.op.PutObject;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.s3.Route;
import io.jarrah.walrus.s3.Router;
import io.jarrah.walrus.s3.S3Action;
import io.jarrah.walrus.store.Buckets;
import io.jarrah.walrus.store.Listings;
import io.jarrah.walrus.store.Objects;
import io.jarrah.walrus.store.Storage;
import io.jarrah.walrus.store.Uploads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.GetBucketAccelerateConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLoggingResponse;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketRequestPaymentResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.Payer;
import software.amazon.awssdk.services.s3.model.Tag;

/** The table of everything that Walrus serves: one line for each method × sub-resource. What is not here is NotImplemented. */
public final class S3Routes {
    /** Configurations that no bucket has yet, and the code that says so. */
    private static final Map<String, S3Error> UNSET = Map.of(
            "policy", S3Error.NoSuchBucketPolicy,
            "policyStatus", S3Error.NoSuchBucketPolicy,
            "tagging", S3Error.NoSuchTagSet,
            "lifecycle", S3Error.NoSuchLifecycleConfiguration,
            "cors", S3Error.NoSuchCORSConfiguration,
            "website", S3Error.NoSuchWebsiteConfiguration,
            "encryption", S3Error.ServerSideEncryptionConfigurationNotFoundError,
            "replication", S3Error.ReplicationConfigurationNotFoundError,
            "publicAccessBlock", S3Error.NoSuchPublicAccessBlockConfiguration,
            "object-lock", S3Error.ObjectLockConfigurationNotFoundError);

    /** Those of them that can be deleted. */
    private static final List<String> DELETABLE = List.of(
            "policy", "tagging", "lifecycle", "cors", "website", "encryption", "replication", "publicAccessBlock");

    private final List<Route> routes = new ArrayList<>();
    private final S3XmlCodec codec;
    private final String region;
    private final Buckets buckets;
    private final Objects objects;
    private final Uploads uploads;
    private final Listings listings;
    private final BucketGuard guard;

    private S3Routes(Storage storage, S3XmlCodec codec, String region) {
        this.codec = codec;
        this.region = region;
        this.buckets = new Buckets(storage);
        this.objects = new Objects(storage);
        this.uploads = new Uploads(storage);
        this.listings = new Listings(storage);
        this.guard = new BucketGuard(buckets);
    }

    /** The router over that storage. */
    public static Router router(Storage storage, S3XmlCodec codec, String region) {
        S3Routes table = new S3Routes(storage, codec, region);
        table.buckets();
        table.configurations();
        table.objects();
        table.multipart();
        return new Router(table.routes);
    }

    private void add(
            String method,
            io.jarrah.walrus.s3.Target.Level level,
            String subResource,
            S3Action action,
            Operation operation,
            String... parameters) {
        routes.add(Route.of(method, level, subResource, action, operation, parameters));
    }

    private void buckets() {
        add(
                "GET",
                SERVICE,
                "",
                S3Action.ListBuckets,
                new ListBuckets(buckets),
                "max-buckets",
                "continuation-token",
                "prefix",
                "bucket-region");
        add("PUT", BUCKET, "", S3Action.CreateBucket, new CreateBucket(buckets, codec, region));
        add("HEAD", BUCKET, "", S3Action.HeadBucket, new HeadBucket(guard));
        add("DELETE", BUCKET, "", S3Action.DeleteBucket, new DeleteBucket(guard, buckets));
        add("GET", BUCKET, "location", S3Action.GetBucketLocation, new GetBucketLocation(guard, region));
        add("GET", BUCKET, "acl", S3Action.GetBucketAcl, new GetBucketAcl(guard));
        add("PUT", BUCKET, "acl", S3Action.PutBucketAcl, new PutAcl(guard));
        add(
                "GET",
                BUCKET,
                "",
                S3Action.ListObjects,
                new ListObjects(guard, listings),
                "prefix",
                "delimiter",
                "marker",
                "max-keys",
                "encoding-type");
        add(
                "GET",
                BUCKET,
                "list-type",
                S3Action.ListObjectsV2,
                new ListObjectsV2(guard, listings),
                "prefix",
                "delimiter",
                "start-after",
                "continuation-token",
                "max-keys",
                "encoding-type",
                "fetch-owner");
        add("POST", BUCKET, "delete", S3Action.DeleteObjects, new DeleteObjects(guard, objects, codec));
        add(
                "GET",
                BUCKET,
                "uploads",
                S3Action.ListMultipartUploads,
                new ListMultipartUploads(guard, listings),
                "prefix",
                "delimiter",
                "key-marker",
                "upload-id-marker",
                "max-uploads",
                "encoding-type");
    }

    private void configurations() {
        UNSET.forEach((name, error) ->
                add("GET", BUCKET, name, S3Action.GetBucketConfiguration, new UnsetConfiguration(guard, error)));
        DELETABLE.forEach(
                name -> add("DELETE", BUCKET, name, S3Action.DeleteBucketConfiguration, new NothingToDelete(guard)));
        add(
                "GET",
                BUCKET,
                "versioning",
                S3Action.GetBucketVersioning,
                new DefaultConfiguration(
                        guard, GetBucketVersioningResponse.builder().build()));
        add(
                "GET",
                BUCKET,
                "logging",
                S3Action.GetBucketConfiguration,
                new DefaultConfiguration(
                        guard, GetBucketLoggingResponse.builder().build()));
        add(
                "GET",
                BUCKET,
                "notification",
                S3Action.GetBucketConfiguration,
                new DefaultConfiguration(
                        guard,
                        GetBucketNotificationConfigurationResponse.builder().build()));
        add(
                "GET",
                BUCKET,
                "accelerate",
                S3Action.GetBucketConfiguration,
                new DefaultConfiguration(
                        guard,
                        GetBucketAccelerateConfigurationResponse.builder().build()));
        add(
                "GET",
                BUCKET,
                "requestPayment",
                S3Action.GetBucketConfiguration,
                new DefaultConfiguration(
                        guard,
                        GetBucketRequestPaymentResponse.builder()
                                .payer(Payer.BUCKET_OWNER)
                                .build()));
        add(
                "GET",
                BUCKET,
                "ownershipControls",
                S3Action.GetBucketConfiguration,
                new UnsetConfiguration(guard, S3Error.OwnershipControlsNotFoundError));
    }

    private void objects() {
        add("PUT", OBJECT, "", S3Action.PutObject, new PutObject(guard, objects));
        add("PUT", OBJECT, Router.COPY, S3Action.CopyObject, new CopyObject(guard, objects));
        routes.add(
                Route.of("GET", OBJECT, "", S3Action.GetObject, new GetObject(guard, objects), GetObject.parameters())
                        .ignoringOthers());
        routes.add(
                Route.of("HEAD", OBJECT, "", S3Action.HeadObject, new GetObject(guard, objects), GetObject.parameters())
                        .ignoringOthers());
        add("DELETE", OBJECT, "", S3Action.DeleteObject, new DeleteObject(guard, objects), Versions.PARAMETER);
        add("GET", OBJECT, "acl", S3Action.GetObjectAcl, new GetObjectAcl(guard, objects), Versions.PARAMETER);
        add("PUT", OBJECT, "acl", S3Action.PutObjectAcl, new PutAcl(guard), Versions.PARAMETER);
        add(
                "GET",
                OBJECT,
                "tagging",
                S3Action.GetObjectTagging,
                new ObjectConfiguration(
                        guard,
                        objects,
                        Reply.ok(GetObjectTaggingResponse.builder()
                                .tagSet(List.<Tag>of())
                                .build())),
                Versions.PARAMETER);
    }

    private void multipart() {
        add("POST", OBJECT, "uploads", S3Action.CreateMultipartUpload, new CreateMultipartUpload(guard, uploads));
        add("PUT", OBJECT, "uploadId", S3Action.UploadPart, new UploadPart(guard, objects, uploads), "partNumber");
        add(
                "PUT",
                OBJECT,
                "uploadId" + Router.COPY,
                S3Action.UploadPartCopy,
                new UploadPartCopy(guard, objects, uploads),
                "partNumber");
        add(
                "POST",
                OBJECT,
                "uploadId",
                S3Action.CompleteMultipartUpload,
                new CompleteMultipartUpload(guard, uploads, codec));
        add("DELETE", OBJECT, "uploadId", S3Action.AbortMultipartUpload, new AbortMultipartUpload(guard, uploads));
        add(
                "GET",
                OBJECT,
                "uploadId",
                S3Action.ListParts,
                new ListParts(guard, uploads),
                "max-parts",
                "part-number-marker",
                "encoding-type");
    }
}
