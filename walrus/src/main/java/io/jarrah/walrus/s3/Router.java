package io.jarrah.walrus.s3;

import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the route of a request: method × level × sub-resource. What is not in the table is answered NotImplemented; a
 * parameter that the route does not know is never passed over where the action could do harm, so that a request about a
 * sub-resource of tomorrow does not become one about the bucket itself.
 */
public final class Router {
    /** A sub-resource with this ending is selected by the x-amz-copy-source header. */
    public static final String COPY = "@copy";

    /** Parameters that carry a signature or that SDKs add for themselves. */
    private static final Set<String> ALWAYS = Set.of("x-id", "awsaccesskeyid", "signature", "expires");

    private static final String AMAZON_PREFIX = "x-amz-";

    private record Place(String method, Target.Level level, String subResource) {}

    private final Map<Place, Route> routes = new HashMap<>();
    private final Map<Target.Level, Set<String>> subResources = new HashMap<>();

    /** Makes the table; two lines for the same place are a defect. */
    public Router(List<Route> table) {
        for (Route route : table) {
            Place place = new Place(route.method(), route.level(), route.subResource());
            if (routes.put(place, route) != null) {
                throw new IllegalArgumentException("two routes for " + place);
            }
            String name = route.subResource().replace(COPY, "");
            if (!name.isEmpty()) {
                subResources
                        .computeIfAbsent(route.level(), level -> new HashSet<>())
                        .add(name);
            }
        }
    }

    /** All routes. */
    public List<Route> routes() {
        return List.copyOf(routes.values());
    }

    /** The route of a request; NotImplemented, MethodNotAllowed or InvalidRequest when there is none. */
    public Route find(String method, Target target, Query query, boolean hasCopySource) {
        Set<String> named = new TreeSet<>(query.names());
        named.retainAll(subResources.getOrDefault(target.level(), Set.of()));
        if (named.size() > 1) {
            throw new S3Exception(
                    S3Error.InvalidRequest, "Conflicting query string parameters: " + String.join(", ", named));
        }
        String name = named.isEmpty() ? "" : named.iterator().next();
        Route route = hasCopySource ? routes.get(new Place(method, target.level(), name + COPY)) : null;
        if (route == null) {
            route = routes.get(new Place(method, target.level(), name));
        }
        if (route == null) {
            throw missing(method, target, query, name);
        }
        requireKnown(route, query);
        return route;
    }

    private static S3Exception missing(String method, Target target, Query query, String name) {
        boolean plain = name.isEmpty() && query.names().stream().allMatch(Router::isAlwaysKnown);
        if (plain) {
            return new S3Exception(S3Error.MethodNotAllowed)
                    .with("Method", method)
                    .with("ResourceType", target.level().name());
        }
        return notImplemented(method, name.isEmpty() ? String.join("&", query.names()) : name);
    }

    private static void requireKnown(Route route, Query query) {
        for (String name : query.names()) {
            boolean known = name.equals(route.subResource().replace(COPY, ""))
                    || route.parameters().contains(name)
                    || isAlwaysKnown(name)
                    || (route.ignoresOthers() && !query.text(name).isEmpty());
            if (!known) {
                throw notImplemented(route.method(), name);
            }
        }
    }

    private static boolean isAlwaysKnown(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith(AMAZON_PREFIX) || ALWAYS.contains(lower);
    }

    private static S3Exception notImplemented(String method, String name) {
        String shown = name.length() > 64 ? name.substring(0, 64) + "…" : name;
        return new S3Exception(
                        S3Error.NotImplemented,
                        "A query parameter you provided implies functionality that is not implemented: " + method + " ?"
                                + shown)
                .with("Parameter", shown);
    }
}
