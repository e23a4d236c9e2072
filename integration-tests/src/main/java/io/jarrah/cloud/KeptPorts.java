package io.jarrah.cloud;

import io.jarrah.common.state.DurableFiles;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The ports of a cloud's components, the same at every start: each component remembers where the others are. */
final class KeptPorts {
    private final Path file;
    private final FreePorts free;
    private final Map<String, Integer> ports = new TreeMap<>();

    /** Those in the file, which need not exist yet. */
    KeptPorts(Path file, FreePorts free) throws IOException {
        this.file = file;
        this.free = free;
        if (Files.exists(file)) {
            Properties kept = new Properties();
            kept.load(new StringReader(Files.readString(file)));
            for (String name : kept.stringPropertyNames()) {
                ports.put(name, Integer.valueOf(kept.getProperty(name)));
            }
        }
    }

    /** The port of that name; a free one the first time. */
    int of(String name) throws IOException {
        Integer kept = ports.get(name);
        if (kept != null) {
            return kept;
        }
        int port = free.next();
        ports.put(name, port);
        Files.createDirectories(file.toAbsolutePath().getParent());
        String lines = ports.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
        DurableFiles.replace(file, lines.getBytes(StandardCharsets.UTF_8));
        return port;
    }
}
