package io.jarrah.nc.volume;

import io.jarrah.common.contract.AttachedVolume.Phase;
import io.jarrah.common.contract.AttachedVolumes;
import io.jarrah.common.contract.InstanceVolumes;
import io.jarrah.common.contract.VolumeConnection;
import io.jarrah.common.id.VolumeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The volumes of one instance: what is wanted, with the secrets it takes, and what is known. Each wanted volume is also among the known ones.
 *
 * @param generation of the {@link InstanceVolumes} taken up last; 0 when there was none
 * @param wanted what the instance is to have
 * @param known what it has, is about to have, or has not let go of
 */
public record Attachments(long generation, List<VolumeConnection> wanted, List<Attachment> known) {
    /** Nothing was ever asked for. */
    public static final Attachments NONE = new Attachments(0, List.of(), List.of());

    /** Most volumes of an instance: the machine has 31 places for devices, and takes 7 or so itself. */
    public static final int LIMIT = 20;

    public Attachments {
        wanted = List.copyOf(wanted);
        known = List.copyOf(known);
    }

    /** Takes a wish up; an old one changes nothing. */
    public Attachments apply(InstanceVolumes volumes) {
        if (volumes.generation() <= generation) {
            return this;
        }
        Attachments next = new Attachments(volumes.generation(), volumes.volumes(), known);
        for (Attachment attachment : known) {
            boolean stays = next.wanted(attachment.volume())
                    .filter(connection -> connection.export().attachment() == attachment.attachment())
                    .isPresent();
            if (!stays) {
                next = next.with(attachment.in(Phase.DETACHING));
            }
        }
        for (VolumeConnection connection : volumes.volumes()) {
            if (next.known(connection.volume()).isEmpty()) {
                next = next.with(next.begin(connection));
            }
        }
        return next;
    }

    /** What is known of a volume that only is wanted yet. */
    Attachment begin(VolumeConnection connection) {
        String dev = known(connection.volume()).map(Attachment::dev).orElseGet(this::freeDev);
        return Attachment.begun(connection.volume(), connection.export().attachment(), dev, connection.sizeGib());
    }

    /** The same, knowing that of a volume. */
    public Attachments with(Attachment attachment) {
        List<Attachment> changed = new ArrayList<>(known);
        int place = changed.indexOf(known(attachment.volume()).orElse(null));
        if (place < 0) {
            changed.add(attachment);
        } else {
            changed.set(place, attachment);
        }
        return new Attachments(generation, wanted, changed);
    }

    /** The same, knowing nothing of a volume. */
    public Attachments without(VolumeId volume) {
        return new Attachments(
                generation,
                wanted,
                known.stream().filter(one -> !one.volume().equals(volume)).toList());
    }

    /** What is left when the instance is over: no volume, no secret. */
    public Attachments over() {
        return new Attachments(generation, List.of(), List.of());
    }

    /** How the volume is to be reached, if it is wanted. */
    public Optional<VolumeConnection> wanted(VolumeId volume) {
        return wanted.stream().filter(one -> one.volume().equals(volume)).findAny();
    }

    /** What is known of the volume. */
    public Optional<Attachment> known(VolumeId volume) {
        return known.stream().filter(one -> one.volume().equals(volume)).findAny();
    }

    /** Whether nothing is wanted and nothing known. */
    public boolean isEmpty() {
        return wanted.isEmpty() && known.isEmpty();
    }

    /** As others see it. */
    public AttachedVolumes observed() {
        return new AttachedVolumes(
                generation, known.stream().map(Attachment::observed).toList());
    }

    /** The first of vdc to vdy and vdaa to vdzz that no volume has: vda is the root disk, vdz the config drive, and guests often call that vdb. */
    private String freeDev() {
        Set<String> taken = new HashSet<>();
        known.forEach(one -> taken.add(one.dev()));
        for (char c = 'c'; c < 'z'; c++) {
            if (!taken.contains("vd" + c)) {
                return "vd" + c;
            }
        }
        for (char a = 'a'; a <= 'z'; a++) {
            for (char b = 'a'; b <= 'z'; b++) {
                String dev = "vd" + a + b;
                if (!taken.contains(dev)) {
                    return dev;
                }
            }
        }
        throw new IllegalStateException("no disk name is left");
    }
}
