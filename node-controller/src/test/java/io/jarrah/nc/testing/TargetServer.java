package io.jarrah.nc.testing;

import io.jarrah.common.contract.ChapCredential;
import io.jarrah.common.contract.IscsiNames;
import io.jarrah.common.contract.VolumeConnection;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.common.testing.Eventually;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A tgtd of a test's own in a network namespace, which exports volumes as a storage controller does: one target for each attachment. */
public final class TargetServer {
    private static final int PORT = 13_260;

    private final Path directory;
    private final NetworkNamespace namespace;
    private final String control = Long.toString(1000 + ProcessHandle.current().pid() % 20_000);
    private final Map<String, Integer> targets = new HashMap<>();
    private int last;
    private Process process;

    public TargetServer(Path directory, NetworkNamespace namespace) {
        this.directory = directory;
        this.namespace = namespace;
    }

    /** Returns when it answers. */
    public void start() throws Exception {
        Files.createDirectories(directory);
        process = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        namespace.name(),
                        "tgtd",
                        "-f",
                        "-C",
                        control,
                        "--iscsi",
                        "portal=127.0.0.1:" + PORT)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("tgtd.log").toFile()))
                .start();
        Eventually.isTrue(this::answers);
    }

    private boolean answers() {
        try {
            tgtadm("--op", "show", "--mode", "sys");
            return true;
        } catch (CommandFailedException e) {
            if (!process.isAlive()) {
                throw new AssertionError("tgtd ended; see " + directory.resolve("tgtd.log"), e);
            }
            return false;
        }
    }

    /** Ends it as a crash would; sessions and targets are gone, files stay. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        targets.clear();
    }

    /** Exports a file of that size, which is made when it is not there, to one instance; returns what its node is told. */
    public VolumeConnection export(VolumeId volume, long attachment, InstanceId to, int sizeGib) throws IOException {
        ChapCredential chap = new ChapCredential(
                "user-" + volume.value().substring(17) + "-" + attachment, "secret-of-" + attachment + "-xyzzy");
        VolumeExport export = new VolumeExport(
                attachment, VolumeExport.Protocol.ISCSI, "127.0.0.1", PORT, IscsiNames.target(volume, attachment), 1);
        String tid = Integer.toString(++last);
        tgtadm("--op", "new", "--mode", "target", "--tid", tid, "-T", export.target());
        targets.put(export.target(), last);
        resize(volume, sizeGib);
        unit("new", tid, "-b", file(volume).toString(), "--bstype", "rdwr");
        tgtadm("--op", "new", "--mode", "account", "--user", chap.user(), "--password", chap.secret());
        tgtadm("--op", "bind", "--mode", "account", "--tid", tid, "--user", chap.user());
        tgtadm("--op", "bind", "--mode", "target", "--tid", tid, "-Q", IscsiNames.initiator(to));
        return new VolumeConnection(volume, "/dev/sdf", sizeGib, export, IscsiNames.initiator(to), chap);
    }

    /** Makes the file larger and shows it to those that have it already. */
    public void grow(VolumeConnection connection, int sizeGib) throws IOException {
        String tid = tid(connection);
        resize(connection.volume(), sizeGib);
        unit("delete", tid);
        unit("new", tid, "-b", file(connection.volume()).toString(), "--bstype", "rdwr");
    }

    /** Takes the unit away, whatever its initiator thinks of it. */
    public void withdraw(VolumeConnection connection) {
        unit("delete", tid(connection));
    }

    private void unit(String operation, String tid, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--op", operation, "--mode", "logicalunit", "--tid", tid, "--lun", "1"));
        arguments.addAll(List.of(more));
        tgtadm(arguments.toArray(String[]::new));
    }

    private void resize(VolumeId volume, int sizeGib) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file(volume).toFile(), "rw")) {
            content.setLength((long) sizeGib << 30);
        }
    }

    /** Whether anybody is logged in. */
    public boolean inUse(VolumeConnection connection) {
        return tgtadm("--op", "show", "--mode", "conn", "--tid", tid(connection))
                .contains("Initiator:");
    }

    /** The beginning of the volume, as text. */
    public String content(VolumeId volume) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file(volume).toFile(), "r")) {
            byte[] start = new byte[64];
            content.readFully(start);
            return new String(start, StandardCharsets.US_ASCII)
                    .replace("\0", "")
                    .strip();
        }
    }

    private Path file(VolumeId volume) {
        return directory.resolve(volume.value());
    }

    private String tid(VolumeConnection connection) {
        return Integer.toString(targets.get(connection.export().target()));
    }

    private String tgtadm(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("tgtadm", "-C", control, "--lld", "iscsi"));
        argv.addAll(List.of(arguments));
        return new ProcessCommandRunner().run(Command.of(argv)).stdout();
    }

    /** Ends it. */
    public void stop() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
