package io.jarrah.cc.metadata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.jarrah.common.contract.InstanceMetadata;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

    /** Fields of the identity document and the metadata they come from. */
    private static final Map<String, String> IDENTITY = Map.of(
            "accountId", "owner-id",
            "availabilityZone", "placement/availability-zone",
            "imageId", "ami-id",
            "instanceType", "instance-type",
            "kernelId", "kernel-id",
            "privateIp", "local-ipv4",
            "ramdiskId", "ramdisk-id",
            "region", "placement/region");

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
            case "dynamic", "dynamic/" -> text("instance-identity/");
            case "dynamic/instance-identity", "dynamic/instance-identity/" -> text("document");
            case "dynamic/instance-identity/document" -> text(identityDocument());
            case "meta-data" -> listing("");
            default ->
                below.startsWith("meta-data/") ? metaData(below.substring("meta-data/".length())) : Optional.empty();
        };
    }

    private String root() {
        return metadata.userData().isPresent() ? "dynamic\nmeta-data\nuser-data" : "dynamic\nmeta-data";
    }

    private Optional<Page> metaData(String key) {
        String value = metadata.metaData().get(key);
        if (value != null && !(key + "/").equals(KEYS)) {
            return text(value);
        }
        String directory = key.isEmpty() || key.endsWith("/") ? key : key + "/";
        return directory.equals(KEYS) ? publicKeys() : listing(directory);
    }

    private Optional<Page> listing(String directory) {
        TreeSet<String> names = new TreeSet<>();
        for (String key : metadata.metaData().keySet()) {
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

    private String identityDocument() {
        Map<String, String> values = metadata.metaData();
        Map<String, String> document = new TreeMap<>();
        document.put("architecture", "x86_64");
        document.put("instanceId", metadata.instanceId().value());
        document.put("version", "2017-09-30");
        IDENTITY.forEach((field, key) -> {
            String value = values.get(key);
            if (value != null) {
                document.put(field, value);
            }
        });
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings could not be written as JSON", e);
        }
    }

    private static Optional<Page> text(String body) {
        return Optional.of(new Page(TEXT, body.getBytes(StandardCharsets.UTF_8)));
    }
}
