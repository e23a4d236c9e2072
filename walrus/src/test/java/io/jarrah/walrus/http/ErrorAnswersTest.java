package io.jarrah.walrus.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.aws.S3XmlCodec;
import io.jarrah.common.contract.Correlation;
import io.jarrah.walrus.blob.NoRoomException;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorAnswersTest {
    private final ErrorAnswers answers = new ErrorAnswers(new S3XmlCodec());

    @Test
    void theDocumentIsAmazons() {
        byte[] document = answers.document(
                new S3Exception(S3Error.NoSuchBucket).with("BucketName", "a<b"),
                "/a<b",
                new Correlation("ABC"),
                "host=");
        assertThat(new String(document, StandardCharsets.UTF_8))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message>"
                        + "<BucketName>a&lt;b</BucketName><HostId>host=</HostId><Resource>/a&lt;b</Resource>"
                        + "<RequestId>ABC</RequestId></Error>");
    }

    @Test
    void failuresFindTheirError() {
        assertThat(answers.translate(new NoRoomException("full")).error()).isEqualTo(S3Error.InsufficientStorage);
        assertThat(answers.translate(new ClientGoneException(new IOException("reset")))
                        .error())
                .isEqualTo(S3Error.IncompleteBody);
        assertThat(answers.translate(new ClientGoneException(new TimeoutException("idle")))
                        .error())
                .isEqualTo(S3Error.RequestTimeout);
        assertThat(answers.translate(new IllegalStateException("defect")).error())
                .isEqualTo(S3Error.InternalError);
        assertThat(answers.translate(new IllegalStateException("secret detail")).message())
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @EnumSource(S3Error.class)
    void everyErrorHasAStatusAndAMessage(S3Error error) {
        assertThat(error.status()).isBetween(300, 599);
        assertThat(error.defaultMessage()).isNotBlank();
        assertThat(error.code()).doesNotContain(" ");
    }

    @ParameterizedTest
    @EnumSource(io.jarrah.common.sign.SignatureFailure.class)
    void everySignatureFailureHasAnErrorOfTheSameStatus(io.jarrah.common.sign.SignatureFailure failure) {
        S3Exception translated =
                answers.translate(new io.jarrah.common.sign.SignatureRejectedException(failure, "because"));
        assertThat(translated.error().code()).isEqualTo(failure.s3Code());
        assertThat(translated.error().status()).isEqualTo(failure.s3Status());
        assertThat(translated.message()).isEqualTo("because");
    }
}
