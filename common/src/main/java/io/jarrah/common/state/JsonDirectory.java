package io.jarrah.common.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Records of one kind in a directory, a file each, named by a key of letters, digits, dots and hyphens. */
public final class JsonDirectory<T> {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,127}");
    private static final String SUFFIX = ".json";

    private final Path directory;
    private final Class<T> type;

    public JsonDirectory(Path directory, Class<T> type) {
        this.directory = directory;
        this.type = type;
    }

    /** Every record that can be read; broken ones are set aside and reported. */
    public SortedMap<String, T> readAll() {
        SortedMap<String, T> records = new TreeMap<>();
        try {
            Files.createDirectories(directory);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
                for (Path file : files) {
                    String name = String.valueOf(file.getFileName());
                    String key = name.substring(0, name.length() - SUFFIX.length());
                    if (KEY.matcher(key).matches()) {
                        store(key).read().ifPresent(record -> records.put(key, record));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the records in " + directory, e);
        }
        return records;
    }

    /** Writes the record durably. */
    public void put(String key, T record) {
        store(key).write(record);
    }

    /** Removes the record durably; harmless when there is none. */
    public void remove(String key) {
        store(key).delete();
    }

    /** Removes all records durably, with one wait for the disk, however many there are. */
    public void clear() {
        try {
            Files.createDirectories(directory);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
            DurableFiles.syncDirectory(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the records in " + directory, e);
        }
    }

    private JsonStore<T> store(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("not a record key: \"" + key + "\"");
        }
        return new JsonStore<>(directory.resolve(key + SUFFIX), type);
    }
}
