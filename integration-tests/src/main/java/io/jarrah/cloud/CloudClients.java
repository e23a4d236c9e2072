package io.jarrah.cloud;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.s3.S3Client;

/** The AWS SDK's clients of a cloud. */
public final class CloudClients implements AutoCloseable {
    private final Ec2Client ec2;
    private final S3Client s3;

    public CloudClients(URI ec2Url, URI s3Url, String region, CloudCredentials credentials) {
        StaticCredentialsProvider provider = StaticCredentialsProvider.create(
                AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey()));
        this.ec2 = Ec2Client.builder()
                .endpointOverride(ec2Url)
                .region(Region.of(region))
                .credentialsProvider(provider)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        this.s3 = S3Client.builder()
                .endpointOverride(s3Url)
                .region(Region.of(region))
                .credentialsProvider(provider)
                .forcePathStyle(true)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** EC2. */
    public Ec2Client ec2() {
        return ec2;
    }

    /** S3. */
    public S3Client s3() {
        return s3;
    }

    @Override
    public void close() {
        ec2.close();
        s3.close();
    }
}
