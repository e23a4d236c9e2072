package io.jarrah.nc.image;

import io.jarrah.common.contract.ImageSource;
import io.jarrah.nc.image.ImageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches one image into a file, going on where an earlier try broke off, and proves that it is the registered one. */
public final class ImageDownload {
    private static final Logger LOG = LoggerFactory.getLogger(ImageDownload.class);
    private static final int BUFFER = 1 << 18;
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 410);

    private final HttpClient client;
    private final Limits limits;

    /**
     * How patient a download is.
     *
     * @param connect how long connecting and answering may take, each
     * @param stall how long a body may bring nothing
     * @param tries how often in a row a try may fail without one more byte
     * @param pause between tries, growing with each failure
     */
    public record Limits(Duration connect, Duration stall, int tries, Duration pause) {
        /** For use: 15 s, 30 s, 4 tries, 500 ms. */
        public static final Limits DEFAULT =
                new Limits(Duration.ofSeconds(15), Duration.ofSeconds(30), 4, Duration.ofMillis(500));
    }

    public ImageDownload(Limits limits) {
        this.limits = limits;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.connect())
                .build();
    }

    /** A try that may be repeated. */
    private static final class BrokenOffException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenOffException(String message) {
            super(message);
        }
    }

    /** Completes the part file; when it returns, the file has the registered size and digest and is on the disk. */
    public void fetch(ImageSource source, Path part) throws ImageException, InterruptedException {
        int failures = 0;
        int wrong = 0;
        while (true) {
            long before = sizeOf(part);
            try {
                if (attempt(source, part)) {
                    return;
                }
                if (++wrong >= 2) {
                    throw new ImageException(
                            Kind.CORRUPT,
                            "what Walrus sends for " + source.id() + " is not what was registered: SHA-256 differs",
                            null);
                }
            } catch (IOException e) {
                failures = sizeOf(part) > before ? 1 : failures + 1;
                LOG.info("download of {} broke off at {} of {}: {}", source.id(), sizeOf(part), source.sizeBytes(), e);
                if (failures >= limits.tries()) {
                    throw new ImageException(
                            Kind.UNAVAILABLE, "cannot download " + source.id() + " from Walrus: " + e.getMessage(), e);
                }
                TimeUnit.MILLISECONDS.sleep(limits.pause().toMillis() * failures);
            }
        }
    }

    /** Returns false when all came and the digest is wrong; the part file is then gone. */
    private boolean attempt(ImageSource source, Path part) throws IOException, ImageException, InterruptedException {
        if (sizeOf(part) > source.sizeBytes()) {
            Files.delete(part);
        }
        long offset = sizeOf(part);
        MessageDigest digest = Sha256.begin();
        if (offset > 0) {
            Sha256.add(digest, part);
        }
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.position(offset);
            if (offset < source.sizeBytes() || source.sizeBytes() == 0) {
                receive(source, offset, file, digest);
            }
            file.force(true);
        }
        if (HexFormat.of().formatHex(digest.digest()).equals(source.sha256())) {
            return true;
        }
        LOG.warn("{} came with a wrong SHA-256; discarding it", source.id());
        Files.deleteIfExists(part);
        return false;
    }

    private void receive(ImageSource source, long offset, FileChannel file, MessageDigest digest)
            throws IOException, ImageException, InterruptedException {
        HttpResponse<InputStream> response =
                client.send(request(source.url(), offset), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body();
                StallGuard guard = new StallGuard(body, limits.stall())) {
            long position = offset;
            if (response.statusCode() == 200) {
                position = 0;
                file.truncate(0);
                digest.reset();
            } else if (response.statusCode() != 206 || !continues(response, offset)) {
                throw refusal(source, response, file);
            }
            copy(source, body, guard, file, digest, position);
        }
    }

    private static void copy(
            ImageSource source, InputStream body, StallGuard guard, FileChannel file, MessageDigest digest, long from)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        long position = from;
        int read;
        while ((read = body.read(buffer)) >= 0) {
            guard.progress();
            if (position + read > source.sizeBytes()) {
                file.truncate(0);
                throw new BrokenOffException("more than the registered " + source.sizeBytes() + " bytes came");
            }
            digest.update(buffer, 0, read);
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
            while (bytes.hasRemaining()) {
                position += file.write(bytes, position);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("the download of " + source.id() + " is no longer wanted");
            }
        }
        if (position < source.sizeBytes()) {
            throw new BrokenOffException(
                    "the connection ended after " + position + " of " + source.sizeBytes() + " bytes");
        }
    }

    private HttpRequest request(URI url, long offset) throws ImageException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(limits.connect());
            if (offset > 0) {
                request.header("Range", "bytes=" + offset + "-");
            }
            return request.GET().build();
        } catch (IllegalArgumentException e) {
            throw new ImageException(Kind.REFUSED, "the image's address is not an http or https URL", e);
        }
    }

    private static boolean continues(HttpResponse<?> response, long offset) {
        return response.headers()
                .firstValue("Content-Range")
                .filter(range -> range.startsWith("bytes " + offset + "-"))
                .isPresent();
    }

    /** What a status that brings no image means. The address is never logged: whoever has it has the image. */
    private static IOException refusal(ImageSource source, HttpResponse<?> response, FileChannel file)
            throws ImageException, IOException {
        int status = response.statusCode();
        if (REFUSALS.contains(status)) {
            throw new ImageException(
                    Kind.REFUSED,
                    "Walrus refuses " + source.id() + " with HTTP " + status
                            + ": the download address has expired or the image is gone",
                    null);
        }
        if (status == 206 || status == 416) {
            file.truncate(0);
            return new BrokenOffException("Walrus does not continue where the last download ended; starting over");
        }
        return new BrokenOffException("Walrus answered HTTP " + status);
    }

    private static long sizeOf(Path part) throws ImageException {
        try {
            return Files.exists(part) ? Files.size(part) : 0;
        } catch (IOException e) {
            throw new ImageException(Kind.NO_SPACE, "cannot look at " + part, e);
        }
    }
}
