package io.jarrah.sc.backend;

import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Where the data of volumes and snapshots lie: files now; logical volumes of LVM and images of Ceph fit as well, since all that is asked of a volume is
 * that it can be made, grown, removed, and opened at a path. What a method did survives a power failure once it returns. A volume, and a snapshot, is
 * worked on by one thread at a time; a snapshot may be made while its volume is written.
 */
public interface BlockBackend {
    /**
     * Room.
     *
     * @param totalBytes what volumes could take together if nothing else was there
     * @param freeBytes what can still be written
     */
    record Space(long totalBytes, long freeBytes) {}

    /**
     * Makes the place ready; removes what an earlier process began and did not finish. Called before all else.
     *
     * @param used whether there are volumes or snapshots that have data. A place without a trace of any is then not the one, such as when its file
     *     system is not mounted; all other methods fail until it is there
     */
    void open(boolean used) throws BackendException;

    /** Room now. */
    Space space() throws BackendException;

    /** Volumes that are there, whole. */
    Set<VolumeId> volumes() throws BackendException;

    /** Snapshots that are there, whole. */
    Set<SnapshotId> snapshots() throws BackendException;

    /** Names of what lies there and is neither; they are told to an administrator and never touched. */
    Set<String> strangers() throws BackendException;

    /** Bytes of the volume; empty when there is none. */
    OptionalLong size(VolumeId volume) throws BackendException;

    /** Bytes of the snapshot; empty when there is none. */
    OptionalLong size(SnapshotId snapshot) throws BackendException;

    /**
     * Makes a volume that reads as zeros everywhere. Harmless when it is there with that size.
     *
     * @param bytes a multiple of 512
     * @throws BackendException also when it is there with another size; it stays as it was
     */
    void create(VolumeId volume, long bytes) throws BackendException;

    /** Makes it larger; what is new reads as zeros. Harmless when it has that size; never makes it smaller. */
    void grow(VolumeId volume, long bytes) throws BackendException;

    /** Removes it with its data; harmless when there is none. */
    void delete(VolumeId volume) throws BackendException;

    /** The file or block device that an exporter opens; also told of a volume that is not there. */
    Path device(VolumeId volume);

    /**
     * Whether {@link #snapshot} and {@link #create(VolumeId, long, SnapshotId)} take a moment, not hours, and a snapshot may be made of a volume that is being written: it then has
     * what was written before one moment, and nothing after.
     */
    boolean clones() throws BackendException, InterruptedException;

    /**
     * Keeps what the volume has. Harmless when the snapshot is there; it then stays as it is. May take as long as copying all its data; nothing is left of one that fails
     * or is interrupted.
     */
    void snapshot(VolumeId volume, SnapshotId snapshot) throws BackendException, InterruptedException;

    /**
     * Makes a volume that begins with what the snapshot has, and reads as zeros after that. Harmless when it is there with that size. As long, and as little left, as with
     * {@link #snapshot}.
     *
     * @param bytes a multiple of 512, not less than the snapshot has
     */
    void create(VolumeId volume, long bytes, SnapshotId source) throws BackendException, InterruptedException;

    /** Up to which byte of the volume the snapshot has it already, while it is being made; 0 when it is not, or that is not known. */
    long copied(SnapshotId snapshot);

    /** Up to which byte of its snapshot the volume has it already, while it is being made; 0 when it is not, or that is not known. */
    long copied(VolumeId volume);

    /** Removes it; volumes that were made from it keep their data. Harmless when there is none. */
    void delete(SnapshotId snapshot) throws BackendException;
}
