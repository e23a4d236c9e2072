package io.jarrah.sc.testing;

import io.jarrah.common.contract.ChapCredential;
import io.jarrah.common.contract.IscsiNames;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.contract.VolumeGrant;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.util.Optional;

/** Volumes of the tests. */
public final class Volumes {
    public static final VolumeId ONE = id(1);
    public static final VolumeId TWO = id(2);
    public static final SnapshotId FIRST = snapshot(1);
    public static final SnapshotId SECOND = snapshot(2);
    public static final AccountId OWNER = new AccountId("123456789012");
    public static final long GIB = 1L << 30;

    private Volumes() {}

    /** The volume of that number. */
    public static VolumeId id(int number) {
        return new VolumeId(String.format("vol-%017x", number));
    }

    /** The snapshot of that number. */
    public static SnapshotId snapshot(int number) {
        return new SnapshotId(String.format("snap-%017x", number));
    }

    /** Of that volume. */
    public static SnapshotSpec spec(SnapshotId id, VolumeId volume) {
        return new SnapshotSpec(id, OWNER, volume);
    }

    /** The iSCSI name of an instance's host. */
    public static String initiator(int instance) {
        return IscsiNames.initiator(new InstanceId(String.format("i-%017x", instance)));
    }

    /** Without a grant. */
    public static VolumeSpec spec(VolumeId id, long generation, int gib) {
        return new VolumeSpec(id, generation, OWNER, gib, Optional.empty(), Optional.empty());
    }

    /** Without a grant, beginning with a snapshot. */
    public static VolumeSpec spec(VolumeId id, long generation, int gib, SnapshotId source) {
        return new VolumeSpec(id, generation, OWNER, gib, Optional.of(source), Optional.empty());
    }

    /** With one. */
    public static VolumeSpec spec(VolumeId id, long generation, int gib, VolumeGrant grant) {
        return new VolumeSpec(id, generation, OWNER, gib, Optional.empty(), Optional.of(grant));
    }

    /** For that instance, with an account of its own. */
    public static VolumeGrant grant(VolumeId id, long attachment, int instance) {
        String user = "u" + id.value().substring(id.value().length() - 3) + "-" + attachment;
        return new VolumeGrant(attachment, initiator(instance), new ChapCredential(user, "secret-of-" + user));
    }
}
