package io.jarrah.sc.export;

import io.jarrah.common.contract.ChapCredential;
import io.jarrah.common.id.VolumeId;
import java.nio.file.Path;

/**
 * One export as it is to be.
 *
 * @param volume the volume
 * @param attachment the grant it is for
 * @param device file or block device with the data
 * @param bytes how large it is
 * @param initiator the only one that is let in
 * @param chap what it proves itself with; no other export has this user
 */
public record ExportRequest(
        VolumeId volume, long attachment, Path device, long bytes, String initiator, ChapCredential chap) {}
