package io.jarrah.common.aws;

/** An XML body that is not well-formed, too large, or not the document expected; S3's {@code MalformedXML}, HTTP status 400. */
public final class MalformedXmlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedXmlException(String message) {
        super(message);
    }

    MalformedXmlException(String message, Throwable cause) {
        super(message, cause);
    }
}
