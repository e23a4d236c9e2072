package io.jarrah.nc.disk;

import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.nc.disk.StagingException.Remedy;
import io.jarrah.nc.os.QemuImg;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Disks as qcow2 overlays on cached images: made in the same time whatever the image's size. */
public final class QcowDiskMaker implements DiskMaker {
    private static final long GIB = 1L << 30;
    private static final int SECTOR = 512;
    private static final int CONCURRENT_COMMANDS = 4;

    private final QemuImg qemuImg;
    private static final int REMEMBERED = 256;

    /** What an image says of itself goes with its digest, so it is asked once. */
    private final Map<String, QemuImg.Info> known = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, QemuImg.Info> eldest) {
            return size() > REMEMBERED;
        }
    });

    private final Semaphore commands = new Semaphore(CONCURRENT_COMMANDS);

    public QcowDiskMaker(QemuImg qemuImg) {
        this.qemuImg = qemuImg;
    }

    @Override
    public void make(InstanceSpec spec, Path image, Path target) throws StagingException, InterruptedException {
        ImageSource root = spec.images().root();
        String format = root.format().name().toLowerCase(Locale.ROOT);
        commands.acquire();
        try {
            QemuImg.Info info = info(root.sha256() + " " + format, image, format);
            if (info.refersToOtherFiles()) {
                throw new StagingException(
                        Remedy.NONE,
                        "image " + root.id()
                                + " refers to other files (a backing or external data file), which is refused",
                        null);
            }
            qemuImg.createOverlay(target, image, format, diskSize(spec, info.virtualSize()));
        } catch (CommandFailedException e) {
            throw failure(root, format, e);
        } finally {
            commands.release();
        }
    }

    private QemuImg.Info info(String key, Path image, String format) {
        QemuImg.Info info = known.get(key);
        if (info == null) {
            info = qemuImg.info(image, format);
            known.put(key, info);
        }
        return info;
    }

    private static StagingException failure(ImageSource root, String format, CommandFailedException e)
            throws InterruptedException {
        return switch (e.kind()) {
            case INTERRUPTED -> throw new InterruptedException("making a disk from " + root.id() + " was ended");
            case EXIT_CODE ->
                new StagingException(
                        e.stderr().contains("No space left") ? Remedy.TRY_AGAIN : Remedy.NONE,
                        "cannot make a disk from " + root.id() + ", registered as " + format,
                        e);
            case NOT_STARTED, TIMED_OUT ->
                new StagingException(
                        Remedy.TRY_AGAIN, "cannot make a disk from " + root.id() + ": " + e.getMessage(), e);
        };
    }

    private static long diskSize(InstanceSpec spec, long imageSize) throws StagingException {
        long whole = (imageSize + SECTOR - 1) / SECTOR * SECTOR;
        long wanted = spec.capacity().diskGib() * GIB;
        if (wanted > 0 && whole > wanted) {
            throw new StagingException(
                    Remedy.NONE,
                    "image " + spec.images().root().id() + " holds " + whole + " bytes, more than the "
                            + spec.capacity().diskGib() + " GiB of " + spec.instanceType(),
                    null);
        }
        return Math.max(whole, wanted);
    }
}
