package io.jarrah.sc.export;

import io.jarrah.common.id.VolumeId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * One export as it is.
 *
 * @param volume the volume
 * @param attachment the grant it was made for
 * @param device what data it has; empty when it has none, or not all that belongs to it
 * @param bytes how large it seems to who uses it; what the exporter says may be rounded to a million
 * @param initiators who is let in
 * @param users with which accounts
 */
public record ExportedVolume(
        VolumeId volume,
        long attachment,
        Optional<Path> device,
        long bytes,
        Set<String> initiators,
        Set<String> users) {
    private static final long ROUNDED = 1_000_000;

    public ExportedVolume {
        initiators = Set.copyOf(initiators);
        users = Set.copyOf(users);
    }

    /** Whether it is what is wanted, and lets in nobody else. */
    public boolean serves(ExportRequest wanted) {
        return volume.equals(wanted.volume())
                && attachment == wanted.attachment()
                && device.equals(Optional.of(wanted.device()))
                && Math.abs(bytes - wanted.bytes()) <= ROUNDED
                && initiators.equals(Set.of(wanted.initiator()))
                && users.equals(Set.of(wanted.chap().user()));
    }
}
