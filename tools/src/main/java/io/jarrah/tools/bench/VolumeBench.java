package io.jarrah.tools.bench;

import io.jarrah.tools.bench.os.GuestShell;
import io.jarrah.tools.bench.os.Virsh;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Volume;

/**
 * Volumes as a user has them: from the call of CreateVolume until it is available, from the call of AttachVolume until the guest sees the
 * disk, and what the guest reads and writes, in turns with a local file that the same QEMU has as a disk of the same kind.
 */
final class VolumeBench {
    private static final double CREATE_LIMIT_MILLIS = 200;
    private static final double ATTACH_LIMIT_MILLIS = 1500;
    private static final int LARGE_GIB = 50;
    private static final int IO_ROUNDS = 3;
    private static final String LOCAL_SERIAL = "bench-local";
    private static final long GIB = 1L << 30;

    private final CloudAccess cloud;
    private final Virsh node;
    private final GuestShell guest;
    private final String instance;
    private final String zone;
    private final Path work;
    private final int rounds;
    private final PrintStream progress;

    VolumeBench(
            CloudAccess cloud,
            Virsh node,
            GuestShell guest,
            String instance,
            Path work,
            int rounds,
            PrintStream progress) {
        this.cloud = cloud;
        this.node = node;
        this.guest = guest;
        this.instance = instance;
        this.zone = cloud.describe(instance).placement().availabilityZone();
        this.work = work;
        this.rounds = rounds;
        this.progress = progress;
    }

    /** One kind of input or output: its name, ioping's options for it, and the share of a local file's rate that it is to have. */
    private record Load(String name, String options, double goal) {}

    private static final List<Load> LOADS = List.of(
            new Load("sequential read", "-L", 0.8),
            new Load("sequential write", "-L -WWW", 0.8),
            new Load("random read 4 KiB", "", 0.6),
            new Load("random write 4 KiB", "-WWW", 0.6));

    List<Row> run() throws IOException, InterruptedException {
        Files.createDirectories(work);
        List<Row> rows = new ArrayList<>(created());
        rows.addAll(attached());
        rows.addAll(used());
        return rows;
    }

    private List<Row> created() throws InterruptedException {
        Samples small = new Samples();
        Samples large = new Samples();
        for (int round = -1; round < rounds; round++) {
            long one = create(1);
            long other = create(LARGE_GIB);
            if (round >= 0) {
                small.addNanos(one);
                large.addNanos(other);
            }
        }
        progress.println("  create 1 GiB  " + small);
        progress.println("  create " + LARGE_GIB + " GiB " + large);
        return List.of(
                Row.lessIsBetter(
                        "create " + LARGE_GIB + " GiB until available, limit",
                        large.quantile(0.5),
                        CREATE_LIMIT_MILLIS,
                        "ms"),
                Row.lessIsBetter(
                        "create " + LARGE_GIB + " GiB, peer 1 GiB", large.quantile(0.5), small.quantile(0.5), "ms"));
    }

    private long create(int gib) throws InterruptedException {
        long begun = System.nanoTime();
        String volume = newVolume(gib);
        long taken = System.nanoTime() - begun;
        delete(volume);
        cloud.awaitGone(volume);
        return taken;
    }

    private String newVolume(int gib) throws InterruptedException {
        return cloud.newVolume(r -> r.availabilityZone(zone).size(gib));
    }

    private void delete(String volume) {
        cloud.ec2().deleteVolume(r -> r.volumeId(volume));
    }

    private List<Row> attached() throws IOException, InterruptedException {
        Samples seen = new Samples();
        Samples described = new Samples();
        String volume = newVolume(1);
        for (int round = -1; round < rounds; round++) {
            try (GuestShell.Watch watch = guest.watch("echo ready; " + whenSeen(serial(volume)) + "; echo seen")) {
                watch.await();
                long begun = System.nanoTime();
                attach(volume);
                watch.await();
                long visible = System.nanoTime() - begun;
                cloud.await(volume, VolumeBench::isAttached);
                long told = System.nanoTime() - begun;
                if (round >= 0) {
                    seen.addNanos(visible);
                    described.addNanos(told);
                }
            }
            detach(volume);
        }
        delete(volume);
        progress.println("  attach until seen in the guest " + seen);
        progress.println("  attach until described attached " + described);
        return List.of(Row.lessIsBetter(
                "attach until the guest sees it, limit", seen.quantile(0.5), ATTACH_LIMIT_MILLIS, "ms"));
    }

    private void attach(String volume) {
        cloud.ec2().attachVolume(r -> r.volumeId(volume).instanceId(instance).device("/dev/sdf"));
    }

    private void detach(String volume) throws InterruptedException {
        cloud.ec2().detachVolume(r -> r.volumeId(volume));
        cloud.await(volume, found -> found.stateAsString().equals("available"));
    }

    private static boolean isAttached(Volume volume) {
        return volume.attachments().stream().anyMatch(one -> one.stateAsString().equals("attached"));
    }

    private static String serial(String volume) {
        return volume.replace("-", "");
    }

    private static String whenSeen(String serial) {
        return "until grep -q " + serial + " /sys/block/vd*/serial; do usleep 2000; done";
    }

    private List<Row> used() throws IOException, InterruptedException {
        String volume = newVolume(1);
        attach(volume);
        Path file = work.resolve("local.raw");
        try (RandomAccessFile local = new RandomAccessFile(file.toFile(), "rw")) {
            local.setLength(GIB);
        }
        Path xml = Files.writeString(work.resolve("local.xml"), """
                <disk type='file' device='disk'>
                  <driver name='qemu' type='raw' cache='none'/>
                  <source file='%s'/>
                  <target dev='vdy' bus='virtio'/>
                  <serial>%s</serial>
                </disk>
                """.formatted(file.toAbsolutePath(), LOCAL_SERIAL));
        node.attachDevice(instance, xml);
        List<Row> rows = new ArrayList<>();
        try {
            String ours = prepared(serial(volume));
            String peer = prepared(LOCAL_SERIAL);
            for (Load load : LOADS) {
                rows.addAll(inTurns(load, ours, peer));
            }
        } finally {
            node.detachDevice(instance, xml);
            detach(volume);
            delete(volume);
            Files.deleteIfExists(file);
        }
        return rows;
    }

    /** The device of that serial number, the part of it that is used written once, so that no space has to be found for it any more. */
    private String prepared(String serial) {
        Path found = Path.of(guest.run(whenSeen(serial) + "; grep -l " + serial + " /sys/block/vd*/serial")
                .trim());
        Path name = found.getName(found.getNameCount() - 2);
        return guest.run("dd if=/dev/zero of=/dev/" + name + " bs=1M count=128 2>/dev/null; sync; echo /dev/" + name)
                .trim();
    }

    private List<Row> inTurns(Load load, String ours, String peer) {
        double best = 0;
        double bestPeer = 0;
        for (int round = 0; round < IO_ROUNDS; round++) {
            best = Math.max(best, rate(load, ours));
            bestPeer = Math.max(bestPeer, rate(load, peer));
        }
        progress.printf("  %s: %.2f MB/s, local %.2f MB/s%n", load.name, best, bestPeer);
        return List.of(
                Row.moreIsBetter(load.name + ", peer a local file", best, bestPeer, "MB/s"),
                Row.moreIsBetter(load.name + ", share of it, goal", best / bestPeer, load.goal, ""));
    }

    /** MB/s of direct I/O for five seconds; ioping's raw statistics are requests, nanoseconds, requests/s, bytes/s and times. */
    private double rate(Load load, String device) {
        String[] fields = guest.run("ioping -q -B -D -i 0 -w 5 -s " + (load.options.contains("-L") ? "256k" : "4k")
                        + " -S 128m " + load.options + " " + device)
                .trim()
                .split(" +", -1);
        return Double.parseDouble(fields[3]) / 1e6;
    }
}
