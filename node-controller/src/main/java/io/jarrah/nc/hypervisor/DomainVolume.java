package io.jarrah.nc.hypervisor;

import io.jarrah.common.id.VolumeId;
import java.util.regex.Pattern;

/**
 * A volume as a domain is to have it: a disk that the domain's own process reaches by iSCSI.
 *
 * @param volume the volume; the guest sees its id without the hyphen as the disk's serial number
 * @param attachment which attachment of the volume
 * @param dev name of the disk in the domain, vdc and on; the guest may call it otherwise
 * @param source where it is
 * @param login what it takes to get in
 */
public record DomainVolume(VolumeId volume, long attachment, String dev, Source source, Login login) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,253}");

    /**
     * An iSCSI unit.
     *
     * @param host name or address, an IPv6 one without brackets
     * @param port TCP port
     * @param target its iSCSI name
     * @param lun its number
     */
    public record Source(String host, int port, String target, int lun) {
        public Source {
            if (!isHost(host)) {
                throw new IllegalArgumentException("not a host name or address: " + host);
            }
        }
    }

    /**
     * Names and a secret.
     *
     * @param initiator iSCSI name of who logs in
     * @param user CHAP account
     * @param secret CHAP secret; never to be written to a log or an argument list
     */
    public record Login(String initiator, String user, String secret) {
        /** The names only: records end up in logs. */
        @Override
        public String toString() {
            return "Login[initiator=" + initiator + ", user=" + user + "]";
        }
    }

    /** Whether that could be a host's name or address. */
    public static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }

    /** What the guest sees as the disk's serial number: 20 characters, the most that virtio takes. */
    public String serial() {
        return volume.value().replace("-", "");
    }
}
