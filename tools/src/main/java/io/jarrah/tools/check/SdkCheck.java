package io.jarrah.tools.check;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** The AWS SDK for Java against the endpoints of {@code run/cloud/jarrahrc}; ends with code 0 when all is well. */
public final class SdkCheck {
    private static final int MEBIBYTE = 1 << 20;

    private SdkCheck() {}

    public static void main(String[] args) {
        String instance = args[0];
        ec2(instance);
        s3();
        System.out.println("AWS SDK for Java: EC2, STS and S3 answer");
    }

    private static void ec2(String instance) {
        try (Ec2Client ec2 = Ec2Client.builder().endpointOverride(url("EC2")).build();
                StsClient sts = StsClient.builder().endpointOverride(url("STS")).build()) {
            require(sts.getCallerIdentity().account().length() == 12, "GetCallerIdentity has no account of 12 digits");
            List<Instance> found = ec2
                    .describeInstancesPaginator(r -> r.filters(Filter.builder()
                            .name("instance-id")
                            .values(instance)
                            .build()))
                    .reservations()
                    .stream()
                    .flatMap(reservation -> reservation.instances().stream())
                    .toList();
            require(found.size() == 1, "DescribeInstances has not the one instance " + instance + ": " + found);
            require("running".equals(found.get(0).state().nameAsString()), instance + " is not running");
            require(unknownInstanceIsTyped(ec2), "an unknown instance was described");
        }
    }

    private static boolean unknownInstanceIsTyped(Ec2Client ec2) {
        try {
            ec2.describeInstances(r -> r.instanceIds("i-0123456789abcdef0"));
            return false;
        } catch (Ec2Exception e) {
            return "InvalidInstanceID.NotFound".equals(e.awsErrorDetails().errorCode());
        }
    }

    private static void s3() {
        byte[] body = new byte[MEBIBYTE];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31 + (i >> 8));
        }
        String bucket = "check-java-" + ProcessHandle.current().pid();
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(url("S3"))
                .forcePathStyle(true)
                .build()) {
            s3.createBucket(r -> r.bucket(bucket));
            s3.putObject(r -> r.bucket(bucket).key("a/b c"), RequestBody.fromBytes(body));
            byte[] got = s3.getObjectAsBytes(r -> r.bucket(bucket).key("a/b c")).asByteArray();
            require(Arrays.equals(got, body), "GetObject returned other bytes than PutObject stored");
            require(s3.listObjectsV2(r -> r.bucket(bucket)).keyCount() == 1, "ListObjectsV2 has not the one object");
            s3.deleteObject(r -> r.bucket(bucket).key("a/b c"));
            s3.deleteBucket(r -> r.bucket(bucket));
        }
    }

    private static URI url(String service) {
        return URI.create(System.getenv("AWS_ENDPOINT_URL_" + service));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
