package io.jarrah.walrus.bucket;

import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules for names of new buckets (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html). */
public final class BucketNames {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
    /** First path segments that mean something else: the service's mount point, and S3 Control's API version. */
    private static final Set<String> RESERVED = Set.of("services", "v20180820");

    private BucketNames() {}

    /** InvalidBucketName when a bucket may not be called that. */
    public static void require(String name) {
        boolean allowed = FORM.matcher(name).matches()
                && !ADDRESS.matcher(name).matches()
                && !name.contains("..")
                && !name.startsWith("xn--")
                && !name.startsWith("sthree-")
                && !name.endsWith("-s3alias")
                && !name.endsWith("--ol-s3")
                && !RESERVED.contains(name);
        if (!allowed) {
            throw new S3Exception(S3Error.InvalidBucketName).with("BucketName", name);
        }
    }
}
