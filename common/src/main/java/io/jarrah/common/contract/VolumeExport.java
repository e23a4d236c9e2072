package io.jarrah.common.contract;

/**
 * Where a volume is to be found on the storage network.
 *
 * @param attachment the grant it is for, see {@link VolumeGrant}
 * @param protocol how it is spoken to
 * @param host address of the storage controller there
 * @param port TCP port
 * @param target name of the iSCSI target
 * @param lun logical unit of the target, 1 to 255: unit 0 is tgt's own controller
 */
public record VolumeExport(long attachment, Protocol protocol, String host, int port, String target, int lun) {
    /** The protocols of a storage network. */
    public enum Protocol {
        /** RFC 7143, with CHAP. */
        ISCSI
    }

    public VolumeExport {
        IscsiNames.require(target);
        if (port < 1 || port > 65_535 || lun < 1 || lun > 255) {
            throw new IllegalArgumentException(
                    "port " + port + " or unit " + lun + " of " + target + " is out of range");
        }
    }
}
