package io.jarrah.walrus;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A running Walrus, and ann's client of it. */
abstract class SdkCase {
    protected static final int PART = 5 << 20;

    @TempDir
    protected static Path directory;

    protected static WalrusFixture fixture;
    protected static S3Client ann;

    @BeforeAll
    static void start() throws Exception {
        fixture = new WalrusFixture(directory);
        ann = fixture.client(WalrusFixture.ANN);
    }

    @AfterAll
    static void stop() throws Exception {
        ann.close();
        fixture.stop();
    }

    protected static String bucket(String name) {
        ann.createBucket(b -> b.bucket(name));
        return name;
    }

    protected static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    protected static void put(String bucket, String key, byte[] content) {
        ann.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }

    protected static byte[] get(String bucket, String key) {
        return ann.getObjectAsBytes(b -> b.bucket(bucket).key(key)).asByteArray();
    }

    protected static String code(Runnable call) {
        try {
            call.run();
        } catch (AwsServiceException e) {
            return e.statusCode() + " "
                    + (e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode());
        }
        return "no error";
    }
}
