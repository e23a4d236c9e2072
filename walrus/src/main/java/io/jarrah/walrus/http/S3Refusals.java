package io.jarrah.walrus.http;

import io.jarrah.common.aws.S3XmlCodec;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.http.Refusals;
import io.jarrah.walrus.error.S3Error;
import java.util.Map;

/** Words as S3 does what is no HTTP request, or has too long a head. */
public final class S3Refusals implements Refusals {
    private final S3XmlCodec codec;

    /** Renders with this codec. */
    public S3Refusals(S3XmlCodec codec) {
        this.codec = codec;
    }

    @Override
    public Document document(int status) {
        S3Error error =
                switch (status) {
                    case 414, 431 -> S3Error.RequestHeaderSectionTooLarge;
                    case 503 -> S3Error.ServiceUnavailable;
                    default -> status < 500 || status == 505 ? S3Error.BadRequest : S3Error.InternalError;
                };
        byte[] document = codec.encodeError(
                error.code(), error.defaultMessage(), "/", Correlation.random().id(), Map.of());
        return new Document(error.status(), "application/xml", document);
    }
}
