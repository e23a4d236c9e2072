package io.jarrah.clc.gateway;

import io.jarrah.clc.image.ImageLinks;
import io.jarrah.clc.image.ObjectStore;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObjectDescription;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.WalrusService;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.sign.AwsCredentials;
import io.jarrah.common.sign.SigV4Signer;
import io.jarrah.common.sign.UriEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Image objects in Walrus: described over its internal service, read and linked by presigned URLs of its S3 service. */
public final class WalrusObjects implements ObjectStore, ImageLinks {
    /** How long a link is good. */
    public static final Duration LINK_LIFE = Duration.ofHours(1);

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int OK = 200;
    private static final int PARTIAL = 206;

    private final Peers<WalrusService> services;
    private final Optional<URI> s3Url;
    private final int s3Port;
    private final Supplier<AwsCredentials> credentials;
    private final String region;
    private final InstantSource clock;
    private final HttpClient http;

    /**
     * @param registry all components that joined, revoked ones too
     * @param connect makes a client of Walrus' internal service
     * @param s3Url where nodes reach S3, without a path; when empty, the registered Walrus' host and {@code s3Port}
     * @param s3Port port of S3 when no URL is given
     * @param credentials the cloud's own key, whose principal may read every object
     * @param region the region the links are signed for
     */
    public WalrusObjects(
            Supplier<? extends Collection<Component>> registry,
            Function<Component, WalrusService> connect,
            Optional<URI> s3Url,
            int s3Port,
            Supplier<AwsCredentials> credentials,
            String region,
            InstantSource clock) {
        this.services = new Peers<>(ComponentRole.WALRUS, registry, connect);
        this.s3Url = s3Url;
        this.s3Port = s3Port;
        this.credentials = credentials;
        this.region = region;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(TIMEOUT)
                .build();
    }

    @Override
    public ObjectDescription describe(Correlation correlation, AccountId reader, String bucket, String key) {
        return services.client("images", component -> true).describeObject(correlation, reader, bucket, key);
    }

    @Override
    public byte[] head(Correlation correlation, String bucket, String key, int count) {
        HttpRequest request = HttpRequest.newBuilder(link(bucket, key, clock.instant()))
                .timeout(TIMEOUT)
                .header("Range", "bytes=0-" + (count - 1))
                .GET()
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                requireContent(response.statusCode(), bucket, key);
                return body.readNBytes(count);
            }
        } catch (IOException e) {
            throw new ServiceException(
                    ServiceException.Code.UNAVAILABLE, "Walrus did not answer a read of " + bucket + "/" + key, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException(ServiceException.Code.UNAVAILABLE, "interrupted while reading from Walrus", e);
        }
    }

    private static void requireContent(int status, String bucket, String key) {
        String what = "Walrus answered " + status + " to a read of " + bucket + "/" + key;
        switch (status) {
            case OK, PARTIAL -> {}
            case NOT_FOUND -> throw new ServiceException(ServiceException.Code.NOT_FOUND, what);
            // Our own key may read everything, so a refusal is not about the object.
            case FORBIDDEN -> throw new ServiceException(ServiceException.Code.UNAVAILABLE, what);
            default -> throw new ServiceException(ServiceException.Code.UNAVAILABLE, what);
        }
    }

    @Override
    public URI link(String bucket, String key, Instant now) {
        URI base = s3Url.orElseGet(this::registered);
        String path = "/" + UriEncoding.encode(bucket) + "/" + UriEncoding.encodePath(key);
        URI object = URI.create(base.getScheme() + "://" + base.getRawAuthority() + path);
        return new SigV4Signer(credentials.get(), region, "s3").presign("GET", object, LINK_LIFE, now);
    }

    private URI registered() {
        Component walrus = services.find(component -> true)
                .orElseThrow(() -> new ServiceException(
                        ServiceException.Code.UNAVAILABLE,
                        "no WALRUS is registered; register one with tools/admin component"));
        return URI.create("http://" + walrus.endpoint().getHost() + ":" + s3Port);
    }
}
