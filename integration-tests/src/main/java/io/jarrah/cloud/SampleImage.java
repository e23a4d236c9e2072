package io.jarrah.cloud;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An image for simulated nodes: they check its digest, and boot nothing. */
final class SampleImage {
    static final String NAME = "simulated";

    private static final Pattern ID = Pattern.compile("<imageId>(ami-[0-9a-f]{17})</imageId>");
    private static final String AVAILABLE = "<imageState>available</imageState>";
    private static final String BUCKET = "/images";
    private static final String KEY = "simulated.img";
    private static final int BYTES = 64 << 10;
    private static final int SEED = 20261121;

    private final SignedUrls user;

    SampleImage(SignedUrls user) {
        this.user = user;
    }

    /** The image's id, once it is available; uploaded and registered when the cloud does not have it yet. */
    String ensure() throws IOException, InterruptedException {
        String images = find();
        if (id(images).isEmpty()) {
            upload();
        }
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (true) {
            images = find();
            Optional<String> id = id(images);
            if (id.isPresent() && images.contains(AVAILABLE)) {
                return id.get();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the image did not become available within a minute: " + images);
            }
            Thread.sleep(10);
        }
    }

    private String find() throws IOException, InterruptedException {
        return user.call(
                "DescribeImages", Map.of("Owner.1", "self", "Filter.1.Name", "name", "Filter.1.Value.1", NAME));
    }

    private static Optional<String> id(String images) {
        Matcher found = ID.matcher(images);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private void upload() throws IOException, InterruptedException {
        byte[] content = new byte[BYTES];
        new Random(SEED).nextBytes(content);
        user.put(BUCKET, new byte[0]);
        user.put(BUCKET + "/" + KEY, content);
        user.call(
                "RegisterImage",
                Map.of("Name", NAME, "ImageLocation", BUCKET.substring(1) + "/" + KEY, "Architecture", "x86_64"));
    }
}
