package io.jarrah.walrus.object;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Conditions;
import io.jarrah.walrus.s3.UrlEncoding;
import io.jarrah.walrus.store.ObjectKey;
import io.jarrah.walrus.store.Objects;
import io.jarrah.walrus.store.Objects.Place;
import io.jarrah.walrus.store.OpenObject;

/** The x-amz-copy-source header: {@code [/]bucket/key[?versionId=null]}, percent-encoded. */
public final class CopySource {
    private CopySource() {}

    /** Opens the source when the caller may read it and its conditions hold; NoSuchKey, PreconditionFailed and so on. */
    public static OpenObject open(Call call, BucketGuard guard, Objects objects) {
        Place place = parse(call.headers().get("x-amz-copy-source").orElse(""));
        guard.requireReadable(call, place.bucket());
        OpenObject source = objects.open(place).orElseThrow(() -> new S3Exception(S3Error.NoSuchKey)
                .with("Key", place.key().value()));
        boolean good = false;
        try {
            Conditions.checkCopySource(call.headers(), source.object());
            good = true;
            return source;
        } finally {
            if (!good) {
                source.close();
            }
        }
    }

    static Place parse(String header) {
        int question = header.indexOf('?');
        String version = question < 0 ? "" : header.substring(question + 1);
        if (!version.isEmpty() && !version.equals("versionId=null")) {
            throw new S3Exception(S3Error.NoSuchVersion);
        }
        String path = UrlEncoding.decodePath(question < 0 ? header : header.substring(0, question));
        String relative = path.startsWith("/") ? path.substring(1) : path;
        int slash = relative.indexOf('/');
        if (slash <= 0 || slash == relative.length() - 1) {
            throw S3Exception.invalidArgument(
                    "x-amz-copy-source",
                    header,
                    "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
        }
        return new Place(relative.substring(0, slash), new ObjectKey(relative.substring(slash + 1)));
    }
}
