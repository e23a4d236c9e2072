package io.jarrah.common.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in one file, a line each, to which one is added at a time: for what is too large to be written anew with every change. A
 * record is on the disk, whole, when {@link #append} returns. A line that a crash cut short was never answered for, and is dropped.
 */
public final class JsonJournal<T> {
    private static final Logger LOG = LoggerFactory.getLogger(JsonJournal.class);
    private static final ObjectMapper MAPPER = StateMapper.create();
    private static final byte END = '\n';

    private final Path file;
    private final Class<T> type;

    public JsonJournal(Path file, Class<T> type) {
        this.file = file;
        this.type = type;
    }

    /** The records in the order in which they were added, up to the first that is not whole; what follows is cut off the file. */
    public synchronized List<T> read() {
        List<T> records = new ArrayList<>();
        try {
            byte[] content = Files.readAllBytes(file);
            int begin = 0;
            for (int end = 0; end < content.length; end++) {
                if (content[end] == END) {
                    records.add(MAPPER.readValue(Arrays.copyOfRange(content, begin, end), type));
                    begin = end + 1;
                }
            }
            if (begin < content.length) {
                cut(begin);
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (JsonProcessingException e) {
            LOG.error(
                    "{} has a line that cannot be read, after {} that can; it and what follows is dropped",
                    file,
                    records.size(),
                    e);
            rewrite(records);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return List.copyOf(records);
    }

    private void cut(long size) throws IOException {
        LOG.warn("{} ends in the midst of a line; it was never answered for and is dropped", file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
            channel.force(true);
        }
    }

    private void rewrite(List<T> records) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try {
            for (T record : records) {
                content.write(MAPPER.writeValueAsBytes(record));
                content.write(END);
            }
            DurableFiles.replace(file, content.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + "; is the disk full?", e);
        }
    }

    /**
     * Adds a record durably.
     *
     * @return the size of the file after, in bytes
     */
    public synchronized long append(T value) {
        try {
            boolean fresh = !Files.exists(file);
            byte[] record = MAPPER.writeValueAsBytes(value);
            ByteBuffer line =
                    ByteBuffer.allocate(record.length + 1).put(record).put(END).flip();
            try (FileChannel channel = open()) {
                long before = channel.size();
                try {
                    channel.position(before);
                    while (line.hasRemaining()) {
                        channel.write(line);
                    }
                    channel.force(true);
                } catch (IOException e) {
                    // Half a line would make the next one unreadable.
                    channel.truncate(before);
                    throw e;
                }
                if (fresh) {
                    DurableFiles.syncDirectory(DurableFiles.directoryOf(file));
                }
                return channel.size();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + "; is the disk full?", e);
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Drops all records, durably. */
    public synchronized void clear() {
        try {
            DurableFiles.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }
}
