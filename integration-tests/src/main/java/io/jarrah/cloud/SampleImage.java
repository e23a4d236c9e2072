package io.jarrah.cloud;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** An image for simulated nodes: they check its digest, and boot nothing. */
final class SampleImage {
    static final String NAME = "simulated";

    private static final String BUCKET = "images";
    private static final String KEY = "simulated.img";
    private static final int BYTES = 64 << 10;
    private static final int SEED = 20261121;

    private final CloudClients clients;

    SampleImage(CloudClients clients) {
        this.clients = clients;
    }

    /** The image's id, once it is available; uploaded and registered when the cloud does not have it yet. */
    String ensure() throws InterruptedException {
        Image known = find();
        if (known == null) {
            upload();
        }
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (true) {
            Image image = find();
            if (image != null && image.state() == ImageState.AVAILABLE) {
                return image.imageId();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the image did not become available within a minute: " + image);
            }
            Thread.sleep(10);
        }
    }

    private @Nullable Image find() {
        return clients
                .ec2()
                .describeImages(DescribeImagesRequest.builder()
                        .owners("self")
                        .filters(Filter.builder().name("name").values(NAME).build())
                        .build())
                .images()
                .stream()
                .findFirst()
                .orElse(null);
    }

    private void upload() {
        byte[] content = new byte[BYTES];
        new Random(SEED).nextBytes(content);
        clients.s3().createBucket(CreateBucketRequest.builder().bucket(BUCKET).build());
        clients.s3()
                .putObject(PutObjectRequest.builder().bucket(BUCKET).key(KEY).build(), RequestBody.fromBytes(content));
        clients.ec2()
                .registerImage(RegisterImageRequest.builder()
                        .name(NAME)
                        .imageLocation(BUCKET + "/" + KEY)
                        .architecture("x86_64")
                        .build());
    }
}
