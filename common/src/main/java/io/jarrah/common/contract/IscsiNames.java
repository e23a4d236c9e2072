package io.jarrah.common.contract;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import java.util.regex.Pattern;

/** The iSCSI names (RFC 3720 §3.2.6.3.1) of Jarrah's targets and initiators. */
public final class IscsiNames {
    private static final String AUTHORITY = "iqn.2026-11.io.jarrah:";
    private static final Pattern NAME =
            Pattern.compile("iqn\\.[0-9]{4}-[0-9]{2}\\.[a-z0-9.-]{1,64}(:[a-z0-9.:-]{1,128})?");

    private IscsiNames() {}

    /** The target of one attachment of a volume: a later attachment has another one, so an initiator of an earlier one finds nothing. */
    public static String target(VolumeId volume, long attachment) {
        return AUTHORITY + volume + "." + attachment;
    }

    /** The initiator by which one instance's host uses that instance's volumes. */
    public static String initiator(InstanceId instance) {
        return AUTHORITY + instance;
    }

    static void require(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not an iSCSI name (iqn.yyyy-mm.authority:name): " + name);
        }
    }
}
