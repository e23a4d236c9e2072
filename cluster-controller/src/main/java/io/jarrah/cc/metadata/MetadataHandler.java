package io.jarrah.cc.metadata;

import io.jarrah.cc.network.HopLimits;
import io.jarrah.cc.network.NetworkIndex;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.contract.MetadataOptions;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.net.Ipv6Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instance metadata service as guests see it, both versions. Who asks is told by the source address, which the
 * firewall lets through only from the network it belongs to.
 */
public final class MetadataHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataHandler.class);
    private static final String TOKEN_PATH = "/latest/api/token";
    private static final String TOKEN = "X-aws-ec2-metadata-token";
    private static final String TOKEN_TTL = "X-aws-ec2-metadata-token-ttl-seconds";
    private static final int MAX_TTL = 21_600;
    private static final int MAX_AT_ONCE = 16;
    private static final int KEY_BYTES = 32;

    /** An answer that is an error. */
    private record Refusal(int status, String title) {}

    private static final Refusal UNAUTHORIZED = new Refusal(401, "Unauthorized");
    private static final Refusal FORBIDDEN = new Refusal(403, "Forbidden");
    private static final Refusal UNAVAILABLE = new Refusal(503, "Service Unavailable");
    private static final Refusal NOT_FOUND = new Refusal(404, "Not Found");

    private record Indexed(NetworkDocument document, NetworkIndex index) {}

    private final Supplier<NetworkDocument> document;
    private final MetadataCache cache;
    private final MetadataTokens tokens;
    private final ConcurrentHashMap<String, AtomicInteger> busy = new ConcurrentHashMap<>();
    private volatile Indexed indexed = new Indexed(NetworkDocument.EMPTY, new NetworkIndex(NetworkDocument.EMPTY));

    /**
     * A relay for the instances of one cluster.
     *
     * @param document the network document in force
     * @param random for the key of session tokens; a secure one
     */
    public MetadataHandler(
            Supplier<NetworkDocument> document,
            IdentityService identity,
            ClusterName cluster,
            InstantSource clock,
            RandomGenerator random) {
        this.document = document;
        this.cache = new MetadataCache(identity, cluster, clock);
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        this.tokens = new MetadataTokens(key, clock);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String source = source(request);
        AtomicInteger here = busy.computeIfAbsent(source, key -> new AtomicInteger());
        try {
            if (here.incrementAndGet() > MAX_AT_ONCE) {
                refuse(response, callback, UNAVAILABLE);
            } else {
                serve(source, request, response, callback);
            }
        } finally {
            if (here.decrementAndGet() == 0) {
                busy.remove(source, here);
            }
        }
        return true;
    }

    /** As the network document writes it; Java writes IPv6 addresses at full length. */
    private static String source(Request request) {
        String text = remote(request);
        return isIpv4(text)
                ? text
                : Ipv6Address.parse(text).map(Ipv6Address::toString).orElse(text);
    }

    private static String remote(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "";
    }

    private static boolean isIpv4(String address) {
        return address.indexOf(':') < 0;
    }

    private void serve(String source, Request request, Response response, Callback callback) {
        Optional<NetworkEndpoint> endpoint = index().endpoint(source);
        if (endpoint.isEmpty()) {
            LOG.info("no instance has address {}, which asks for metadata", source);
            refuse(response, callback, NOT_FOUND);
            return;
        }
        String path = Request.getPathInContext(request);
        boolean put = HttpMethod.PUT.is(request.getMethod());
        if (path.equals(TOKEN_PATH)) {
            if (put) {
                token(endpoint.get(), request, response, callback);
            } else {
                refuse(response, callback, new Refusal(405, "Method Not Allowed"));
            }
        } else if (HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod())) {
            page(endpoint.get(), path, request, response, callback);
        } else {
            refuse(response, callback, new Refusal(405, "Method Not Allowed"));
        }
    }

    /** A proxy inside the guest must not fetch a token for a stranger: it would add X-Forwarded-For. */
    private void token(NetworkEndpoint endpoint, Request request, Response response, Callback callback) {
        if (request.getHeaders().contains(HttpHeader.X_FORWARDED_FOR)) {
            refuse(response, callback, FORBIDDEN);
            return;
        }
        String ttl = request.getHeaders().get(TOKEN_TTL);
        if (ttl == null || !ttl.matches("[0-9]{1,5}") || Integer.parseInt(ttl) < 1 || Integer.parseInt(ttl) > MAX_TTL) {
            refuse(response, callback, new Refusal(400, "Bad Request"));
            return;
        }
        Optional<Refusal> refusal = tokenRefusal(endpoint, request);
        if (refusal.isPresent()) {
            refuse(response, callback, refusal.get());
            return;
        }
        response.getHeaders().put(TOKEN_TTL, ttl);
        answer(
                response,
                callback,
                200,
                "text/plain",
                tokens.issue(endpoint.instanceId(), Integer.parseInt(ttl)).getBytes(StandardCharsets.US_ASCII));
    }

    /** Why there is no token; empty when the answer that brings it goes as far as the owner of the instance wants, and no farther. */
    private Optional<Refusal> tokenRefusal(NetworkEndpoint endpoint, Request request) {
        Optional<InstanceMetadata> metadata;
        try {
            metadata = cache.get(endpoint);
        } catch (ServiceException e) {
            LOG.warn("no token for {}: the cloud controller does not answer", endpoint.instanceId(), e);
            return Optional.of(UNAVAILABLE);
        }
        if (metadata.isEmpty()) {
            return Optional.of(NOT_FOUND);
        }
        if (!isOpen(metadata.get().options(), request)) {
            return Optional.of(FORBIDDEN);
        }
        try {
            limitHops(request, metadata.get().options().hopLimit());
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("no token for {}: how far the answer goes cannot be limited", endpoint.instanceId(), e);
            return Optional.of(UNAVAILABLE);
        }
    }

    /**
     * From now on the packets of this connection go so far. The limit stays when other requests follow in the connection: the kernel
     * may still repeat the answer with the token, and would do so with the limit of then.
     */
    private static void limitHops(Request request, int hopLimit) throws IOException {
        if (!(request.getConnectionMetaData().getConnection().getEndPoint().getTransport()
                instanceof SocketChannel channel)) {
            throw new IOException("the connection is no socket");
        }
        channel.setOption(StandardSocketOptions.IP_TOS, HopLimits.trafficClass(hopLimit));
    }

    private void page(NetworkEndpoint endpoint, String path, Request request, Response response, Callback callback) {
        String token = request.getHeaders().get(TOKEN);
        if (token != null && !tokens.isValid(endpoint.instanceId(), token)) {
            refuse(response, callback, UNAUTHORIZED);
            return;
        }
        Optional<InstanceMetadata> metadata;
        try {
            metadata = cache.get(endpoint);
        } catch (ServiceException e) {
            LOG.warn("no metadata for {}: the cloud controller does not answer", endpoint.instanceId(), e);
            refuse(response, callback, UNAVAILABLE);
            return;
        }
        Optional<Refusal> forbidden = metadata.flatMap(known -> forbidden(known.options(), request, token != null));
        Optional<MetadataTree.Page> page = metadata.flatMap(known -> new MetadataTree(known).page(path));
        if (forbidden.isPresent() || page.isEmpty()) {
            refuse(response, callback, forbidden.orElse(NOT_FOUND));
        } else {
            answer(response, callback, 200, page.get().contentType(), page.get().body());
        }
    }

    /** What the owner of the instance does not want to be read so. */
    private static Optional<Refusal> forbidden(MetadataOptions options, Request request, boolean withToken) {
        if (!isOpen(options, request)) {
            return Optional.of(FORBIDDEN);
        }
        return options.tokensRequired() && !withToken ? Optional.of(UNAUTHORIZED) : Optional.empty();
    }

    /** By IPv6 only when the owner of the instance wants it. */
    private static boolean isOpen(MetadataOptions options, Request request) {
        return options.enabled() && (options.ipv6() || isIpv4(remote(request)));
    }

    private NetworkIndex index() {
        NetworkDocument now = document.get();
        Indexed known = indexed;
        if (!known.document().equals(now)) {
            known = new Indexed(now, new NetworkIndex(now));
            indexed = known;
            cache.retain(
                    now.endpoints().stream().map(NetworkEndpoint::instanceId).collect(Collectors.toSet()));
        }
        return known.index();
    }

    private static void refuse(Response response, Callback callback, Refusal refusal) {
        String title = refusal.status() + " - " + refusal.title();
        String body = """
                <?xml version="1.0" encoding="iso-8859-1"?>
                <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
                	"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
                <html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
                 <head>
                  <title>%s</title>
                 </head>
                 <body>
                  <h1>%s</h1>
                 </body>
                </html>
                """.formatted(title, title);
        answer(response, callback, refusal.status(), "text/html", body.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void answer(Response response, Callback callback, int status, String type, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.SERVER, "EC2ws");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
