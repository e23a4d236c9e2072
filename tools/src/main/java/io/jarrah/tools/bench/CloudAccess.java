package io.jarrah.tools.bench;

import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Volume;

/** The cloud as a user reaches it, by the variables of {@code jarrahrc}. */
final class CloudAccess implements AutoCloseable {
    private final TimedHttpClient http =
            new TimedHttpClient(UrlConnectionHttpClient.builder().build());
    private final Ec2Client ec2;

    CloudAccess(Map<String, String> environment) {
        this.ec2 = Ec2Client.builder()
                .endpointOverride(URI.create(variable(environment, "AWS_ENDPOINT_URL_EC2")))
                .region(Region.of(variable(environment, "AWS_DEFAULT_REGION")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        variable(environment, "AWS_ACCESS_KEY_ID"), variable(environment, "AWS_SECRET_ACCESS_KEY"))))
                .httpClient(http)
                .build();
    }

    private static String variable(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(name + " is not set; source the cloud's jarrahrc first");
        }
        return value;
    }

    Ec2Client ec2() {
        return ec2;
    }

    /** From the last call until the last byte of its answer, in nanoseconds. */
    long lastAnswerNanos() {
        return http.lastNanos();
    }

    /** A machine image to launch from. */
    String anyImage() {
        return ec2.describeImages(DescribeImagesRequest.builder().build()).images().stream()
                .filter(image -> image.imageId().startsWith("ami-"))
                .filter(image -> image.stateAsString().equals("available"))
                .map(Image::imageId)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the cloud has no machine image; was `up` successful?"));
    }

    Instance describe(String id) {
        return ec2.describeInstances(
                        DescribeInstancesRequest.builder().instanceIds(id).build())
                .reservations()
                .getFirst()
                .instances()
                .getFirst();
    }

    /** Asks until the instance is in that state, at most for two minutes. */
    void await(String id, InstanceStateName state) throws InterruptedException {
        long end = System.nanoTime() + 120_000_000_000L;
        while (describe(id).state().name() != state) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(id + " did not become " + state + " within two minutes");
            }
            // Asked more often, the questions alone keep one of two cores busy and delay what they wait for.
            Thread.sleep(20);
        }
    }

    /** Asks until the volume is as wanted, at most for a minute. */
    void await(String volume, Predicate<Volume> wanted) throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!wanted.test(
                ec2.describeVolumes(r -> r.volumeIds(volume)).volumes().getFirst())) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(volume + " did not become what was asked for within a minute");
            }
            Thread.sleep(10);
        }
    }

    /** Makes a volume and asks until it is there. */
    String newVolume(Consumer<CreateVolumeRequest.Builder> order) throws InterruptedException {
        String volume = ec2.createVolume(order).volumeId();
        await(volume, found -> found.stateAsString().equals("available"));
        return volume;
    }

    /** Makes a snapshot and asks until it is complete, at most for a minute. */
    String newSnapshot(String volume) throws InterruptedException {
        String snapshot = ec2.createSnapshot(r -> r.volumeId(volume)).snapshotId();
        long end = System.nanoTime() + 60_000_000_000L;
        while (!ec2.describeSnapshots(r -> r.snapshotIds(snapshot))
                .snapshots()
                .getFirst()
                .stateAsString()
                .equals("completed")) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(snapshot + " was not complete within a minute");
            }
            Thread.sleep(10);
        }
        return snapshot;
    }

    /** Asks until there is no such volume any more, at most for a minute. */
    void awaitGone(String volume) throws InterruptedException {
        try {
            await(volume, found -> false);
        } catch (Ec2Exception e) {
            if (!e.awsErrorDetails().errorCode().equals("InvalidVolume.NotFound")) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        ec2.close();
        http.close();
    }
}
