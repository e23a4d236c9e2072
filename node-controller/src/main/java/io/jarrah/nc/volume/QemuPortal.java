package io.jarrah.nc.volume;

import io.jarrah.common.os.CommandFailedException;
import io.jarrah.nc.hypervisor.DomainVolume;
import io.jarrah.nc.hypervisor.DomainVolume.Source;
import io.jarrah.nc.os.QemuImg;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way that guests' own QEMU takes, tried out with the same driver in a process of its own. */
public final class QemuPortal implements VolumePortal {
    private static final Logger LOG = LoggerFactory.getLogger(QemuPortal.class);
    private static final long GIB = 1L << 30;

    /** What QEMU puts before its reason. */
    private static final String PREFIX = "iSCSI: ";

    /** Nobody listens there, and nothing leaves the host. */
    private static final Source NOBODY = new Source("127.0.0.1", 1, "iqn.2026-11.io.jarrah:nobody", 1);

    private final QemuImg images;

    public QemuPortal(QemuImg images) {
        this.images = images;
    }

    @Override
    public int sizeGib(DomainVolume volume) throws VolumeUnavailableException {
        String options = options(volume.source())
                + ",initiator-name=" + volume.login().initiator()
                + ",user=" + volume.login().user();
        try {
            long bytes = images.capacity(options, volume.login().secret());
            return (int) Math.min(Integer.MAX_VALUE, bytes / GIB);
        } catch (CommandFailedException e) {
            Source source = volume.source();
            throw new VolumeUnavailableException(
                    "cannot log in to " + source.target() + " at " + portal(source) + ": " + reason(e), e);
        }
    }

    /** A driver that is not there says so before it asks anybody. */
    @Override
    public Optional<String> problem() {
        try {
            images.capacity(options(NOBODY) + ",initiator-name=" + NOBODY.target(), "");
            return Optional.empty();
        } catch (CommandFailedException e) {
            LOG.debug("asked for volumes", e);
            return switch (e.kind()) {
                // A host too busy to say, or a node that ends: nothing is known.
                case TIMED_OUT, INTERRUPTED -> Optional.empty();
                case NOT_STARTED -> Optional.of("QEMU cannot reach volumes: " + e.getMessage());
                case EXIT_CODE ->
                    String.valueOf(e.getMessage()).contains(PREFIX)
                            ? Optional.empty()
                            : Optional.of(
                                    "QEMU cannot reach volumes: its iSCSI driver does not load; install the package qemu-block-extra ("
                                            + reason(e) + ")");
            };
        }
    }

    private static String options(Source source) {
        return "driver=iscsi,transport=tcp,portal=" + portal(source) + ",target=" + source.target() + ",lun="
                + source.lun();
    }

    private static String portal(Source source) {
        String host = source.host().contains(":") ? "[" + source.host() + "]" : source.host();
        return host + ":" + source.port();
    }

    private static String reason(CommandFailedException e) {
        if (e.kind() == CommandFailedException.Kind.TIMED_OUT) {
            return "it does not answer";
        }
        String message = String.valueOf(e.getMessage());
        int start = message.indexOf(PREFIX);
        return (start < 0 ? message : message.substring(start + PREFIX.length())).strip();
    }
}
