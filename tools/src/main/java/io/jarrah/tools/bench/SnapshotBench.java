package io.jarrah.tools.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Snapshots as a user has them: from the call of CreateSnapshot until it is complete, and from the call of CreateVolume until a volume that begins
 * with it is available, of a small volume and of a large one, both full.
 */
final class SnapshotBench {
    private static final double LIMIT_MILLIS = 200;
    private static final int SMALL_GIB = 1;
    private static final int LARGE_GIB = 10;
    private static final int CHUNK = 1 << 20;

    private final CloudAccess cloud;
    private final String zone;
    private final Path volumes;
    private final int rounds;
    private final PrintStream progress;

    /**
     * @param volumes where the storage controller has the files of volumes
     */
    SnapshotBench(CloudAccess cloud, String zone, Path volumes, int rounds, PrintStream progress) {
        this.cloud = cloud;
        this.zone = zone;
        this.volumes = volumes;
        this.rounds = rounds;
        this.progress = progress;
    }

    /** What was measured of volumes of one size. */
    private record Times(Samples snapshots, Samples volumes) {
        Times() {
            this(new Samples(), new Samples());
        }
    }

    List<Row> run() throws IOException, InterruptedException {
        String small = full(SMALL_GIB);
        String large = full(LARGE_GIB);
        Times ofSmall = new Times();
        Times ofLarge = new Times();
        for (int round = -1; round < rounds; round++) {
            measure(small, round < 0 ? new Times() : ofSmall);
            measure(large, round < 0 ? new Times() : ofLarge);
        }
        delete(small);
        delete(large);
        progress.println("  snapshot of " + SMALL_GIB + " GiB " + ofSmall.snapshots);
        progress.println("  snapshot of " + LARGE_GIB + " GiB " + ofLarge.snapshots);
        progress.println("  create from one of " + SMALL_GIB + " GiB " + ofSmall.volumes);
        progress.println("  create from one of " + LARGE_GIB + " GiB " + ofLarge.volumes);
        double snapshot = ofLarge.snapshots.quantile(0.5);
        double volume = ofLarge.volumes.quantile(0.5);
        return List.of(
                Row.lessIsBetter(
                        "snapshot of " + LARGE_GIB + " GiB until completed, limit", snapshot, LIMIT_MILLIS, "ms"),
                Row.lessIsBetter(
                        "snapshot of " + LARGE_GIB + " GiB, peer " + SMALL_GIB + " GiB",
                        snapshot,
                        ofSmall.snapshots.quantile(0.5),
                        "ms"),
                Row.lessIsBetter(
                        "create from a snapshot of " + LARGE_GIB + " GiB until available, limit",
                        volume,
                        LIMIT_MILLIS,
                        "ms"),
                Row.lessIsBetter(
                        "create from a snapshot of " + LARGE_GIB + " GiB, peer " + SMALL_GIB + " GiB",
                        volume,
                        ofSmall.volumes.quantile(0.5),
                        "ms"));
    }

    private void measure(String volume, Times times) throws InterruptedException {
        long begun = System.nanoTime();
        String snapshot = cloud.newSnapshot(volume);
        times.snapshots.addNanos(System.nanoTime() - begun);
        begun = System.nanoTime();
        String copy = cloud.newVolume(r -> r.availabilityZone(zone).snapshotId(snapshot));
        times.volumes.addNanos(System.nanoTime() - begun);
        cloud.ec2().deleteSnapshot(r -> r.snapshotId(snapshot));
        delete(copy);
    }

    private void delete(String volume) throws InterruptedException {
        cloud.ec2().deleteVolume(r -> r.volumeId(volume));
        cloud.awaitGone(volume);
    }

    /** No guest has it, so its file may be written to; a guest would take minutes. */
    private String full(int gib) throws IOException, InterruptedException {
        String volume = cloud.newVolume(r -> r.availabilityZone(zone).size(gib));
        byte[] bytes = new byte[CHUNK];
        new SplittableRandom(gib).nextBytes(bytes);
        try (FileChannel file = FileChannel.open(volumes.resolve(volume + ".raw"), StandardOpenOption.WRITE)) {
            for (long at = 0; at < (long) gib << 30; at += CHUNK) {
                ByteBuffer chunk = ByteBuffer.wrap(bytes);
                while (chunk.hasRemaining()) {
                    file.write(chunk);
                }
            }
            file.force(true);
        }
        return volume;
    }
}
