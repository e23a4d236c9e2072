package io.jarrah.sc.backend;

import io.jarrah.common.id.VolumeId;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Where the data of volumes lie: files now; logical volumes of LVM and images of Ceph fit as well, since all that is asked of a volume is
 * that it can be made, grown, removed, and opened at a path. What a method did survives a power failure once it returns. A volume is
 * worked on by one thread at a time.
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
     * @param used whether there are volumes that have data. A place without a trace of any is then not the one, such as when its file system
     *     is not mounted; all other methods fail until it is there
     */
    void open(boolean used) throws BackendException;

    /** Room now. */
    Space space() throws BackendException;

    /** Volumes that are there, whole. */
    Set<VolumeId> volumes() throws BackendException;

    /** Names of what lies there and is no volume; they are told to an administrator and never touched. */
    Set<String> strangers() throws BackendException;

    /** Bytes of the volume; empty when there is none. */
    OptionalLong size(VolumeId volume) throws BackendException;

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
}
