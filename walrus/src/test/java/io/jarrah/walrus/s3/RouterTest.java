package io.jarrah.walrus.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.Target.Level;
import io.jarrah.walrus.store.ObjectKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
    private static final Operation.Simple NOTHING = call -> Reply.status(200);
    private static final Target BUCKET = new Target(Optional.of("b"), Optional.empty());
    private static final Target OBJECT = new Target(Optional.of("b"), Optional.of(new ObjectKey("k")));

    private final Router router = new Router(List.of(
            Route.of("GET", Level.BUCKET, "", S3Action.ListObjects, NOTHING, "prefix"),
            Route.of("GET", Level.BUCKET, "acl", S3Action.GetBucketAcl, NOTHING),
            Route.of("GET", Level.BUCKET, "uploads", S3Action.ListMultipartUploads, NOTHING),
            Route.of("DELETE", Level.BUCKET, "", S3Action.DeleteBucket, NOTHING),
            Route.of("GET", Level.OBJECT, "", S3Action.GetObject, NOTHING).ignoringOthers(),
            Route.of("PUT", Level.OBJECT, "", S3Action.PutObject, NOTHING),
            Route.of("PUT", Level.OBJECT, Router.COPY, S3Action.CopyObject, NOTHING),
            Route.of("PUT", Level.OBJECT, "uploadId", S3Action.UploadPart, NOTHING, "partNumber"),
            Route.of("PUT", Level.OBJECT, "uploadId" + Router.COPY, S3Action.UploadPartCopy, NOTHING, "partNumber")));

    private S3Action find(String method, Target target, String query, boolean copy) {
        return router.find(method, target, new Query(query), copy).action();
    }

    private S3Error error(String method, Target target, String query) {
        try {
            find(method, target, query, false);
        } catch (S3Exception e) {
            return e.error();
        }
        throw new AssertionError("routed: " + method + " " + query);
    }

    @Test
    void methodLevelSubResourceAndCopySourceSelectTheAction() {
        assertThat(find("GET", BUCKET, "", false)).isEqualTo(S3Action.ListObjects);
        assertThat(find("GET", BUCKET, "prefix=a%2Fb", false)).isEqualTo(S3Action.ListObjects);
        assertThat(find("GET", BUCKET, "acl", false)).isEqualTo(S3Action.GetBucketAcl);
        assertThat(find("GET", BUCKET, "acl=", false)).isEqualTo(S3Action.GetBucketAcl);
        assertThat(find("PUT", OBJECT, "", false)).isEqualTo(S3Action.PutObject);
        assertThat(find("PUT", OBJECT, "", true)).isEqualTo(S3Action.CopyObject);
        assertThat(find("PUT", OBJECT, "partNumber=1&uploadId=u", false)).isEqualTo(S3Action.UploadPart);
        assertThat(find("PUT", OBJECT, "partNumber=1&uploadId=u", true)).isEqualTo(S3Action.UploadPartCopy);
    }

    @Test
    void signaturesAndSdkMarksAreNoSubResources() {
        assertThat(find("GET", BUCKET, "X-Amz-Signature=x&x-id=ListObjects&AWSAccessKeyId=a&Expires=1", false))
                .isEqualTo(S3Action.ListObjects);
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy", "abac", "metadataTable", "inventory&id=x", "tomorrow=1"})
    void anUnknownSubResourceNeverReachesTheBucketItself(String query) {
        assertThat(error("DELETE", BUCKET, query)).isEqualTo(S3Error.NotImplemented);
        assertThat(error("GET", BUCKET, query)).isEqualTo(S3Error.NotImplemented);
        assertThat(error("PUT", BUCKET, query)).isEqualTo(S3Error.NotImplemented);
    }

    @Test
    void aKnownSubResourceWithAnotherMethodIsNotTheBucketEither() {
        assertThat(error("DELETE", BUCKET, "acl")).isEqualTo(S3Error.NotImplemented);
        assertThat(error("POST", BUCKET, "")).isEqualTo(S3Error.MethodNotAllowed);
        assertThat(error("GET", BUCKET, "acl&uploads")).isEqualTo(S3Error.InvalidRequest);
    }

    @Test
    void onlyAReadOfAnObjectPassesOverWhatWebPagesAdd() {
        assertThat(find("GET", OBJECT, "utm_source=mail", false)).isEqualTo(S3Action.GetObject);
        assertThat(error("GET", OBJECT, "torrent")).isEqualTo(S3Error.NotImplemented);
        assertThat(error("PUT", OBJECT, "utm_source=mail")).isEqualTo(S3Error.NotImplemented);
    }

    @Test
    void aTableWithTwoLinesForOnePlaceIsADefect() {
        Route line = Route.of("GET", Level.BUCKET, "", S3Action.ListObjects, NOTHING);
        assertThatThrownBy(() -> new Router(List.of(line, line))).isInstanceOf(IllegalArgumentException.class);
    }
}
