package io.jarrah.cc.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The directory of names that dnsmasq follows by inotify. A file is replaced by a rename, so dnsmasq reads the old or
 * the new names and never a part; nothing is synced to the disk, since all of it is made anew from the document. Calls
 * come from one thread at a time.
 */
final class HostsDirectory {
    private final Path directory;
    private final Map<String, String> written = new HashMap<>();

    HostsDirectory(Path directory) {
        this.directory = directory;
    }

    /** Makes the directory hold these files and no others; those that hold the text already are left alone. */
    void replace(Map<String, String> files) {
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            // Removals first: dnsmasq keeps one of two equal lines, and would drop it with the file it came from.
            Set<String> present = removeOthers(files.keySet());
            written.keySet().retainAll(present);
            for (Map.Entry<String, String> file : files.entrySet()) {
                if (!file.getValue().equals(written.get(file.getKey()))) {
                    write(file.getKey(), file.getValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the names of instances to " + directory, e);
        }
    }

    private Set<String> removeOthers(Set<String> wanted) throws IOException {
        Set<String> present = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (wanted.contains(name)) {
                    present.add(name);
                } else {
                    Files.delete(entry);
                }
            }
        }
        return present;
    }

    private void write(String name, String text) throws IOException {
        // dnsmasq passes over names that begin with a dot.
        Path candidate = directory.resolve("." + name);
        Files.writeString(candidate, text, StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(candidate, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(
                candidate,
                directory.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        written.put(name, text);
    }

    /** Whether users other than its owner get here: every directory on the way must let them. */
    boolean isOpenToAll() {
        try {
            for (Path path = directory.toRealPath(); path != null; path = path.getParent()) {
                if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell who may read " + directory, e);
        }
    }

    Path path() {
        return directory;
    }
}
