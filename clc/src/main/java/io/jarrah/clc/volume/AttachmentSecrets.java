package io.jarrah.clc.volume;

import io.jarrah.clc.account.SecretBox;
import io.jarrah.common.contract.ChapCredential;
import io.jarrah.common.id.VolumeId;
import java.security.SecureRandom;

/** Makes, seals and opens the secrets by which an instance's host logs in to a volume: one for each attachment, never used again. */
public final class AttachmentSecrets {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    /** About 190 bits; initiators of other makes take no more than 16 characters, QEMU takes these. */
    private static final int LENGTH = 32;

    private final SecretBox box;
    private final SecureRandom random;

    public AttachmentSecrets(SecretBox box, SecureRandom random) {
        this.box = box;
        this.random = random;
    }

    /** A fresh secret for that attachment, sealed. */
    String sealed(VolumeId volume, long number) {
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return box.seal(owner(volume, number), secret.toString());
    }

    /** What the host of the attachment's instance proves itself with. */
    public ChapCredential open(AttachmentEntity row) {
        return new ChapCredential(
                row.volume() + "-" + row.number(), box.open(owner(row.volume(), row.number()), row.sealedSecret()));
    }

    private static String owner(VolumeId volume, long number) {
        return "attachment " + number + " of " + volume;
    }
}
