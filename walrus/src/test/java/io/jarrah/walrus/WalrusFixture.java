package io.jarrah.walrus;

import io.jarrah.common.id.AccountId;
import io.jarrah.walrus.testing.InMemoryIdentityService;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** A running Walrus with three accounts: ann and bob, and the cloud's administrator. */
public final class WalrusFixture {
    public static final String ANN = "AKIAANNANNANNANNANN1";
    public static final String BOB = "AKIABOBBOBBOBBOBBOB1";
    public static final String ADMIN = "AKIAADMINADMINADMIN1";
    public static final AccountId ANN_ACCOUNT = new AccountId("111111111111");
    public static final AccountId BOB_ACCOUNT = new AccountId("222222222222");

    public final InMemoryIdentityService identity = new InMemoryIdentityService(Clock.systemUTC());
    public final Walrus walrus;

    public WalrusFixture(Path directory) throws Exception {
        this(directory, UnaryOperator.identity());
    }

    public WalrusFixture(Path directory, UnaryOperator<WalrusConfig> change) throws Exception {
        identity.addKey(ANN, secret(ANN), ANN_ACCOUNT, false);
        identity.addKey(BOB, secret(BOB), BOB_ACCOUNT, false);
        identity.addKey(ADMIN, secret(ADMIN), new AccountId("999999999999"), true);
        walrus = new Walrus(
                change.apply(WalrusConfig.local(directory)),
                identity,
                Clock.systemUTC(),
                new SecureRandom(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        walrus.start();
    }

    public static String secret(String accessKey) {
        return "secret/of+" + accessKey;
    }

    public URI uri() {
        return walrus.s3Uri();
    }

    public S3Client client(String accessKey) {
        return client(accessKey, uri(), builder -> builder);
    }

    public static S3Client client(String accessKey, URI endpoint, UnaryOperator<S3ClientBuilder> change) {
        return change.apply(S3Client.builder()
                        .endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .forcePathStyle(true)
                        .credentialsProvider(credentials(accessKey))
                        .httpClient(UrlConnectionHttpClient.create()))
                .build();
    }

    public S3Presigner presigner(String accessKey) {
        return presigner(accessKey, uri());
    }

    public static S3Presigner presigner(String accessKey, URI endpoint) {
        return S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials(accessKey))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }

    private static StaticCredentialsProvider credentials(String accessKey) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secret(accessKey)));
    }

    public void stop() throws Exception {
        walrus.stop();
    }
}
