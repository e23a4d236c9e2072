package io.jarrah.common.http;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpStatus;

/**
 * How a server words what HTTP itself refuses and no handler sees: garbage, a request line that is too long, too many
 * headers. A client of an API looks for that API's error document even then.
 */
@FunctionalInterface
public interface Refusals {
    /** The answer in place of HTTP status {@code status}, 400 to 599. */
    Document document(int status);

    /**
     * A whole answer.
     *
     * @param status HTTP status, which need not be the one that was asked for
     * @param contentType media type
     * @param content the body; the receiver must not change it
     */
    record Document(int status, String contentType, byte[] content) {}

    /** A line of text, for ports that people and scripts read. */
    static Refusals text() {
        return status -> new Document(
                status,
                "text/plain; charset=utf-8",
                (status + " " + HttpStatus.getMessage(status) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
