package io.jarrah.clc.http;

import io.jarrah.clc.account.NewAccessKey;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Real AWS SDK clients. */
public final class Clients {
    private Clients() {}

    /** EC2 with that key. */
    public static Ec2Client ec2(URI endpoint, NewAccessKey key) {
        return ec2(endpoint, key.key().id(), key.secret());
    }

    /** EC2 with those credentials. */
    public static Ec2Client ec2(URI endpoint, String id, String secret) {
        return set(Ec2Client.builder().httpClient(UrlConnectionHttpClient.create()), endpoint, id, secret)
                .build();
    }

    /** STS with that key. */
    public static StsClient sts(URI endpoint, NewAccessKey key) {
        return sts(endpoint, key.key().id(), key.secret());
    }

    /** STS with those credentials. */
    public static StsClient sts(URI endpoint, String id, String secret) {
        return set(StsClient.builder().httpClient(UrlConnectionHttpClient.create()), endpoint, id, secret)
                .build();
    }

    /** IAM with that key. */
    public static IamClient iam(URI endpoint, NewAccessKey key) {
        return set(
                        IamClient.builder().httpClient(UrlConnectionHttpClient.create()),
                        endpoint,
                        key.key().id(),
                        key.secret())
                .build();
    }

    private static <B extends AwsClientBuilder<B, ?>> B set(B builder, URI endpoint, String id, String secret) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret)))
                .overrideConfiguration(
                        config -> config.retryStrategy(RetryMode.STANDARD).retryStrategy(b -> b.maxAttempts(1)));
    }
}
