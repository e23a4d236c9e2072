package io.jarrah.cc.metadata;

import io.jarrah.common.contract.InstanceMetadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What one instance reads at which path, as Amazon's service lays it out. Pure.
 *
 * <p>https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
final class MetadataTree {
    /** One answer. */
    record Page(String contentType, byte[] body) {}

    private static final String TEXT = "text/plain";
    private static final String KEYS = "public-keys/";
    private static final List<String> VERSIONS = List.of(
            "1.0",
            "2007-01-19",
            "2007-03-01",
            "2007-08-29",
            "2007-10-10",
            "2007-12-15",
            "2008-02-01",
            "2008-09-01",
            "2009-04-04",
            "2011-01-01",
            "2011-05-01",
            "2012-01-12",
            "2014-02-25",
            "2014-11-05",
            "2015-10-20",
            "2016-04-19",
            "2016-06-30",
            "2016-09-02",
            "2018-03-28",
            "2018-08-17",
            "2018-09-24",
            "2019-10-01",
            "2020-10-27",
            "2021-01-03",
            "2021-03-23",
            "latest");

    private final InstanceMetadata metadata;

    MetadataTree(InstanceMetadata metadata) {
        this.metadata = metadata;
    }

    /** The page at that path; empty when there is none. */
    Optional<Page> page(String path) {
        String rest = path.startsWith("/") ? path.substring(1) : path;
        if (rest.isEmpty()) {
            return text(String.join("\n", VERSIONS));
        }
        int slash = rest.indexOf('/');
        String version = slash < 0 ? rest : rest.substring(0, slash);
        if (!VERSIONS.contains(version)) {
            return Optional.empty();
        }
        String below = slash < 0 ? "" : rest.substring(slash + 1);
        return switch (below) {
            case "" -> text(root());
            case "user-data" -> metadata.userData().map(data -> new Page("application/octet-stream", data));
            case "dynamic" -> listing(metadata.dynamic(), "");
            case "meta-data" -> listing(metadata.metaData(), "");
            default -> {
                if (below.startsWith("dynamic/")) {
                    yield entry(metadata.dynamic(), below.substring("dynamic/".length()));
                }
                yield below.startsWith("meta-data/")
                        ? metaData(below.substring("meta-data/".length()))
                        : Optional.empty();
            }
        };
    }

    private String root() {
        List<String> names = new ArrayList<>();
        if (!metadata.dynamic().isEmpty()) {
            names.add("dynamic");
        }
        names.add("meta-data");
        if (metadata.userData().isPresent()) {
            names.add("user-data");
        }
        return String.join("\n", names);
    }

    private Optional<Page> metaData(String key) {
        return (key.endsWith("/") ? key : key + "/").equals(KEYS) ? publicKeys() : entry(metadata.metaData(), key);
    }

    private static Optional<Page> entry(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value != null) {
            return text(value);
        }
        return listing(values, key.isEmpty() || key.endsWith("/") ? key : key + "/");
    }

    private static Optional<Page> listing(Map<String, String> values, String directory) {
        TreeSet<String> names = new TreeSet<>();
        for (String key : values.keySet()) {
            if (key.startsWith(directory) && key.length() > directory.length()) {
                String rest = key.substring(directory.length());
                int slash = rest.indexOf('/');
                names.add(slash < 0 ? rest : rest.substring(0, slash + 1));
            }
        }
        names.removeIf(name -> names.contains(name + "/"));
        return names.isEmpty() ? Optional.empty() : text(String.join("\n", names));
    }

    /** The one listing that is not of names: {@code 0=NAME}, the name being the comment of the key. */
    private Optional<Page> publicKeys() {
        String listed = metadata.metaData().get("public-keys");
        if (listed != null) {
            return text(listed);
        }
        String key = metadata.metaData().get("public-keys/0/openssh-key");
        if (key == null) {
            return Optional.empty();
        }
        String[] words = key.strip().split("\\s+", 3);
        return text("0=" + (words.length == 3 ? words[2] : "key"));
    }

    private static Optional<Page> text(String body) {
        return Optional.of(new Page(TEXT, body.getBytes(StandardCharsets.UTF_8)));
    }
}
