package io.jarrah.nc.disk;

import io.jarrah.common.contract.ConsoleOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serial console in a file that the hypervisor only appends to. Its length is bounded: what is over goes to one older
 * file, whose predecessor is dropped.
 */
public final class ConsoleLog {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleLog.class);

    /** Bytes of output handed out: EC2's limit for GetConsoleOutput. */
    public static final int TAIL = 64 << 10;

    /** Bytes after which the file is rotated. */
    static final long LIMIT = 1 << 20;

    /** How far into the file the firmware's screen control can reach. */
    private static final int FIRMWARE = 2 << 10;

    private static final Pattern CONTROL = Pattern.compile("\\x1b(?:\\[[0-9;?]*[A-Za-z]|[c78=>])");

    private final Path file;

    public ConsoleLog(Path file) {
        this.file = file;
    }

    /** The file the hypervisor writes to. */
    public Path file() {
        return file;
    }

    /** Makes the file, readable by its owner alone, unless it is there. */
    public void create() throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            LOG.debug("the console goes on in {}", file);
        }
    }

    /** The end of what the guest wrote, without the firmware's screen control; empty when nothing was written. */
    public ConsoleOutput tail() throws IOException {
        if (!Files.exists(file)) {
            return new ConsoleOutput(Instant.EPOCH, new byte[0]);
        }
        Instant written = Files.getLastModifiedTime(file).toInstant();
        byte[] now = readTail(file, TAIL);
        if (now.length == TAIL || !Files.exists(older())) {
            return new ConsoleOutput(written, now.length == TAIL ? now : stripFirmware(now));
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream(TAIL);
        joined.writeBytes(readTail(older(), TAIL - now.length));
        joined.writeBytes(now);
        return new ConsoleOutput(written, joined.toByteArray());
    }

    /**
     * Rotates the file once it is over its limit. The writer holds it open for appending, so its content is copied and
     * the file cut; what is written between the two is lost.
     */
    public void trim() throws IOException {
        if (!Files.exists(file) || Files.size(file) <= LIMIT) {
            return;
        }
        Path copy = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(copy, readTail(file, TAIL));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        Files.move(copy, older(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    /** SeaBIOS clears the screen and moves the cursor before the guest's first word; EC2 users expect plain text. */
    static byte[] stripFirmware(byte[] text) {
        int head = Math.min(text.length, FIRMWARE);
        String start = new String(text, 0, head, StandardCharsets.ISO_8859_1);
        byte[] stripped = CONTROL.matcher(start).replaceAll("").getBytes(StandardCharsets.ISO_8859_1);
        byte[] result = new byte[stripped.length + text.length - head];
        System.arraycopy(stripped, 0, result, 0, stripped.length);
        System.arraycopy(text, head, result, stripped.length, text.length - head);
        return result;
    }

    private Path older() {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    private static byte[] readTail(Path path, int limit) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            int length = (int) Math.min(size, limit);
            ByteBuffer buffer = ByteBuffer.allocate(length);
            long position = size - length;
            while (buffer.hasRemaining()) {
                int read = channel.read(buffer, position);
                if (read < 0) {
                    break;
                }
                position += read;
            }
            byte[] bytes = new byte[buffer.position()];
            buffer.flip().get(bytes);
            return bytes;
        }
    }
}
