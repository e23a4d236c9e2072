package io.jarrah.walrus.s3;

import java.util.Set;

/**
 * One line of the table of actions.
 *
 * @param method HTTP method
 * @param level what the path names
 * @param subResource the query parameter that selects the action; empty for none. {@code @copy} behind it asks for an
 *     x-amz-copy-source header
 * @param action the action
 * @param parameters further query parameters it understands
 * @param ignoresOthers whether an unknown parameter that has a value is passed over, as web pages add such to links
 * @param operation what it does
 */
public record Route(
        String method,
        Target.Level level,
        String subResource,
        S3Action action,
        Set<String> parameters,
        boolean ignoresOthers,
        Operation operation) {
    /** A line of the table. */
    public static Route of(
            String method,
            Target.Level level,
            String subResource,
            S3Action action,
            Operation operation,
            String... parameters) {
        return new Route(method, level, subResource, action, Set.of(parameters), false, operation);
    }

    /** The same, passing over unknown parameters that have a value. */
    public Route ignoringOthers() {
        return new Route(method, level, subResource, action, parameters, true, operation);
    }
}
