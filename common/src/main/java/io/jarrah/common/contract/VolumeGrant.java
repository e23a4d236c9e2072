package io.jarrah.common.contract;

/**
 * Leave for one initiator to use a volume. A volume has one at most, so no two hosts can write to it.
 *
 * @param attachment which attachment of the volume this is, from 1; another number is another export, and what the earlier one let in is shut out
 * @param initiator the only iSCSI name (RFC 3720 §3.2.6) that may log in
 * @param chap what it proves itself with
 */
public record VolumeGrant(long attachment, String initiator, ChapCredential chap) {
    public VolumeGrant {
        IscsiNames.require(initiator);
    }
}
