package io.jarrah.walrus.http;

import io.jarrah.common.aws.S3XmlCodec;
import io.jarrah.common.contract.Correlation;
import io.jarrah.walrus.auth.RequestAuthenticator;
import io.jarrah.walrus.s3.Router;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Serves S3. */
public final class S3Handler extends Handler.Abstract {
    private static final int REQUEST_ID_BYTES = 8;
    private static final int HOST_ID_BYTES = 42;

    private final Router router;
    private final TargetResolver targets;
    private final RequestAuthenticator authenticator;
    private final S3XmlCodec codec;
    private final ErrorAnswers errors;
    private final String region;
    private final RandomGenerator random;
    private final MeterRegistry metrics;

    /**
     * Makes the handler.
     *
     * @param domain of virtual-host style bucket names; none when empty
     * @param region what HeadBucket answers
     */
    public S3Handler(
            Router router,
            RequestAuthenticator authenticator,
            S3XmlCodec codec,
            String domain,
            String region,
            RandomGenerator random,
            MeterRegistry metrics) {
        this.router = router;
        this.targets = new TargetResolver(domain);
        this.authenticator = authenticator;
        this.codec = codec;
        this.errors = new ErrorAnswers(codec);
        this.region = region;
        this.random = random;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        byte[] id = new byte[REQUEST_ID_BYTES];
        random.nextBytes(id);
        byte[] hostId = new byte[HOST_ID_BYTES];
        random.nextBytes(hostId);
        Correlation correlation = new Correlation(HexFormat.of().formatHex(id).toUpperCase(Locale.ROOT));
        S3Exchange exchange = new S3Exchange(
                this,
                request,
                response,
                callback,
                correlation,
                Base64.getEncoder().encodeToString(hostId));
        exchange.start();
        return true;
    }

    Router router() {
        return router;
    }

    TargetResolver targets() {
        return targets;
    }

    RequestAuthenticator authenticator() {
        return authenticator;
    }

    S3XmlCodec codec() {
        return codec;
    }

    ErrorAnswers errors() {
        return errors;
    }

    String region() {
        return region;
    }

    void count(String action, int status, long nanos) {
        Timer.builder("jarrah.s3.requests")
                .tag("action", action)
                .tag("status", Integer.toString(status))
                .register(metrics)
                .record(nanos, java.util.concurrent.TimeUnit.NANOSECONDS);
    }
}
