package io.jarrah.walrus.s3;

import io.jarrah.walrus.store.ContentReader;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/** What a call is answered. */
public sealed interface Reply {
    /** HTTP status. */
    int status();

    /** Further headers. */
    Map<String, String> headers();

    /** No body. */
    record Empty(int status, Map<String, String> headers) implements Reply {}

    /** An S3 document: body and headers as the SDK's model of the response has them. */
    record Document(int status, Map<String, String> headers, SdkPojo model) implements Reply {}

    /**
     * An object's bytes, or with a HEAD request only their length.
     *
     * @param length how many
     * @param content the bytes; whoever gets the reply must close it
     */
    record Content(int status, Map<String, String> headers, long length, ContentReader content) implements Reply {}

    /** 200 with a document. */
    static Reply ok(SdkPojo model) {
        return new Document(200, Map.of(), model);
    }

    /** Nothing, with that status. */
    static Reply status(int status) {
        return new Empty(status, Map.of());
    }

    /** The same with one more header. */
    default Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers());
        more.put(name, value);
        return switch (this) {
            case Empty reply -> new Empty(reply.status(), more);
            case Document reply -> new Document(reply.status(), more, reply.model());
            case Content reply -> new Content(reply.status(), more, reply.length(), reply.content());
        };
    }
}
