package io.jarrah.common.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One record in one JSON file. A write is on the disk, whole, when it returns: temporary file, fsync, rename, fsync of
 * the directory. A file that cannot be read is set aside as {@code NAME.corrupt} and reported, never silently dropped.
 */
public final class JsonStore<T> {
    private static final Logger LOG = LoggerFactory.getLogger(JsonStore.class);
    private static final ObjectMapper MAPPER = StateMapper.create();

    private final Path file;
    private final Class<T> type;

    public JsonStore(Path file, Class<T> type) {
        this.file = file;
        this.type = type;
    }

    /** The record, or empty when it was never written or had to be set aside. */
    public synchronized Optional<T> read() {
        try {
            return Optional.of(MAPPER.readValue(Files.readAllBytes(file), type));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            setAside(e);
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Replaces the record durably. */
    public synchronized void write(T value) {
        try {
            DurableFiles.replace(file, MAPPER.writeValueAsBytes(value));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + "; is the disk full?", e);
        }
    }

    /** Removes the record durably; harmless when there is none. */
    public synchronized void delete() {
        try {
            DurableFiles.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    private void setAside(JsonProcessingException reason) {
        Path aside = file.resolveSibling(file.getFileName() + ".corrupt");
        LOG.error("{} cannot be read and is set aside as {}", file, aside, reason);
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set " + file + " aside", e);
        }
    }
}
