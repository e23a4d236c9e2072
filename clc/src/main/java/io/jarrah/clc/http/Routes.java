package io.jarrah.clc.http;

import io.jarrah.clc.action.Api;
import io.jarrah.common.sign.HttpRequestView;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which API a request is for: by its path, or at {@code /} by the service its signature names. Pure. */
final class Routes {
    private static final String ADMIN = "/services/Admin";
    private static final Map<String, Api> BY_PATH = Map.of(
            "/services/Eucalyptus",
            Api.EC2,
            "/services/compute",
            Api.EC2,
            "/services/Euare",
            Api.IAM,
            "/services/Tokens",
            Api.STS,
            ADMIN,
            Api.ADMIN);
    /** The API versions that IAM and STS have had all along; a SigV2 request names no service. */
    private static final Map<String, Api> BY_VERSION = Map.of("2010-05-08", Api.IAM, "2011-06-15", Api.STS);

    private static final Pattern SCOPE = Pattern.compile("Credential=[^/,\\s]+/[0-9]{8}/[^/,\\s]+/([a-z0-9-]+)/");

    private Routes() {}

    static Optional<Api> find(HttpRequestView request, Map<String, List<String>> parameters) {
        String path = request.rawPath();
        if (path.equals("/")) {
            return Optional.of(atRoot(request, parameters));
        }
        if (path.startsWith(ADMIN + "/")) {
            return Optional.of(Api.ADMIN);
        }
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return Optional.ofNullable(BY_PATH.get(plain));
    }

    /** What stands after /services/Admin/. */
    static String adminAction(String path) {
        return path.length() > ADMIN.length() + 1 ? path.substring(ADMIN.length() + 1) : "";
    }

    private static Api atRoot(HttpRequestView request, Map<String, List<String>> parameters) {
        Optional<String> service = request.header("authorization")
                .map(SCOPE::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .or(() -> presigned(parameters));
        if (service.isPresent()) {
            return Arrays.stream(Api.values())
                    .filter(api -> api != Api.ADMIN && api.service().equals(service.get()))
                    .findFirst()
                    .orElse(Api.EC2);
        }
        String version = first(parameters, "Version").orElse("");
        return BY_VERSION.getOrDefault(version, Api.EC2);
    }

    private static Optional<String> presigned(Map<String, List<String>> parameters) {
        return first(parameters, "X-Amz-Credential")
                .map(credential -> credential.split("/", -1))
                .filter(parts -> parts.length == 5)
                .map(parts -> parts[3]);
    }

    private static Optional<String> first(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of()).stream().findFirst();
    }
}
