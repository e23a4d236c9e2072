package io.jarrah.cloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An access key of the cloud administrator.
 *
 * @param accessKeyId its id
 * @param secretAccessKey its secret
 */
public record CloudCredentials(String accessKeyId, String secretAccessKey) {
    /** Reads the file that the cloud controller writes at its first start. */
    static CloudCredentials read(Path file) throws IOException {
        Map<String, String> values = Files.readAllLines(file).stream()
                .map(line -> line.replaceFirst("^export ", "").split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0].strip(), pair -> pair[1].strip(), (a, b) -> b));
        String id = values.get("AWS_ACCESS_KEY_ID");
        String secret = values.get("AWS_SECRET_ACCESS_KEY");
        if (id == null || secret == null) {
            throw new IOException(file + " does not hold an access key");
        }
        return new CloudCredentials(id, secret);
    }

    @Override
    public String toString() {
        return accessKeyId;
    }
}
