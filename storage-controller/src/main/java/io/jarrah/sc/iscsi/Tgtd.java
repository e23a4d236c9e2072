package io.jarrah.sc.iscsi;

import io.jarrah.common.contract.ChapCredential;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.iscsi.TargetListing.Connection;
import io.jarrah.sc.iscsi.TgtException.Code;
import io.jarrah.sc.iscsi.TgtRequest.Mode;
import io.jarrah.sc.iscsi.TgtRequest.Operation;
import java.nio.file.Path;
import java.util.List;

/** What can be asked of tgtd, a method a request. */
final class Tgtd {
    /** Unit 0 is tgtd's own controller. */
    static final int LUN = 1;

    /**
     * What sessions agree on (RFC 7143 §13.10 to 13.14), where it is not tgtd's own: data in pieces as large as QEMU's initiator takes them, and those of
     * a write with it, not once they are asked for. tgtd's 8 KiB are 32 packets of a write of 256 KiB, which then takes three times as long.
     */
    private static final List<String> SESSION_PARAMETERS =
            List.of("MaxRecvDataSegmentLength=262144", "FirstBurstLength=262144", "InitialR2T=No");

    private final TgtSocket socket;

    Tgtd(TgtSocket socket) {
        this.socket = socket;
    }

    List<Target> targets() throws TgtException {
        return TargetListing.targets(socket.call(TgtRequest.of("list targets", Mode.TARGET, Operation.SHOW, "")));
    }

    List<Portal> portals() throws TgtException {
        return TargetListing.portals(socket.call(TgtRequest.of("list portals", Mode.PORTAL, Operation.SHOW, "")));
    }

    List<String> accounts() throws TgtException {
        return TargetListing.accounts(socket.call(TgtRequest.of("list accounts", Mode.ACCOUNT, Operation.SHOW, "")));
    }

    List<Connection> connections(int tid) throws TgtException {
        return TargetListing.connections(
                socket.call(TgtRequest.of("list connections of " + tid, Mode.CONNECTION, Operation.SHOW, "")
                        .onTarget(tid)));
    }

    void addPortal(Portal portal) throws TgtException {
        socket.call(TgtRequest.of("listen on " + portal, Mode.PORTAL, Operation.NEW, "portal=" + portal));
    }

    void deletePortal(Portal portal) throws TgtException {
        socket.call(TgtRequest.of("do not listen on " + portal, Mode.PORTAL, Operation.DELETE, "portal=" + portal));
    }

    void addAccount(ChapCredential chap) throws TgtException {
        String parameters = "user=" + chap.user() + ",password=" + chap.secret();
        socket.call(TgtRequest.of("add account " + chap.user(), Mode.ACCOUNT, Operation.NEW, parameters));
    }

    /** Takes it from every target that has it, which then asks for no proof at all: no such target may be left. */
    void deleteAccount(String user) throws TgtException {
        quietly(Code.NO_USER, TgtRequest.of("delete account " + user, Mode.ACCOUNT, Operation.DELETE, "user=" + user));
    }

    void bindAccount(int tid, String user) throws TgtException {
        socket.call(TgtRequest.of("bind account " + user + " to " + tid, Mode.ACCOUNT, Operation.BIND, "user=" + user)
                .onTarget(tid));
    }

    /** A target that lets in nobody yet. */
    void addTarget(int tid, String name) throws TgtException {
        socket.call(TgtRequest.of("add target " + name, Mode.TARGET, Operation.NEW, "targetname=" + name)
                .onTarget(tid));
        for (String parameter : SESSION_PARAMETERS) {
            socket.call(TgtRequest.of("set " + parameter + " of " + name, Mode.TARGET, Operation.UPDATE, parameter)
                    .onTarget(tid));
        }
    }

    /**
     * Adds unit 1. By {@code rdwr}: there SYNCHRONIZE CACHE is an fdatasync, while {@code aio} answers that it was done and does nothing
     * (usr/bs_aio.c), and is slower besides.
     */
    void addUnit(int tid, Path device) throws TgtException {
        socket.call(TgtRequest.of(
                        "add unit " + device + " to " + tid,
                        Mode.DEVICE,
                        Operation.NEW,
                        "path=" + device + ",bstype=rdwr")
                .onTarget(tid)
                .onUnit(LUN));
    }

    /** What the unit says of itself; what it is told to discard gives its room back. */
    void describeUnit(int tid, String serial) throws TgtException {
        socket.call(TgtRequest.of(
                        "describe unit of " + tid,
                        Mode.DEVICE,
                        Operation.UPDATE,
                        "vendor_id=JARRAH,product_id=VOLUME,product_rev=1,scsi_id=" + serial + ",scsi_sn=" + serial
                                + ",thin_provisioning=1")
                .onTarget(tid)
                .onUnit(LUN));
    }

    /** Fails with LUN_ACTIVE while it has anything under way. */
    void deleteUnit(int tid) throws TgtException {
        quietly(
                Code.NO_LUN,
                TgtRequest.of("delete unit of " + tid, Mode.DEVICE, Operation.DELETE, "")
                        .onTarget(tid)
                        .onUnit(LUN));
    }

    /** Lets in whoever comes by this name, or from this address, and has an account of the target. */
    void admit(int tid, String initiator) throws TgtException {
        socket.call(
                TgtRequest.of("admit " + initiator + " to " + tid, Mode.TARGET, Operation.BIND, initiator(initiator))
                        .onTarget(tid));
    }

    private static String initiator(String admitted) {
        return (Target.isName(admitted) ? "initiator-name=" : "initiator-address=") + admitted;
    }

    /** Shuts out whoever comes by this name or address from now on. */
    void shutOut(int tid, String admitted) throws TgtException {
        quietly(
                Code.ACL_MISSING,
                TgtRequest.of(
                                "shut out " + admitted + " from " + tid,
                                Mode.TARGET,
                                Operation.UNBIND,
                                initiator(admitted))
                        .onTarget(tid));
    }

    void close(int tid, Connection connection) throws TgtException {
        socket.call(TgtRequest.of(
                        "close connection " + connection.id() + " of " + tid, Mode.CONNECTION, Operation.DELETE, "")
                .onTarget(tid)
                .onConnection(connection.session(), connection.id()));
    }

    /** Fails with LUN_ACTIVE while it has anything under way. */
    void deleteTarget(int tid) throws TgtException {
        socket.call(TgtRequest.of("delete target " + tid, Mode.TARGET, Operation.DELETE, "")
                .onTarget(tid)
                .forced());
    }

    /** Returns whether it is gone: one that somebody is connected to stays. */
    boolean deleteUnusedTarget(int tid) throws TgtException {
        try {
            socket.call(TgtRequest.of("delete unused target " + tid, Mode.TARGET, Operation.DELETE, "")
                    .onTarget(tid));
            return true;
        } catch (TgtException e) {
            if (e.code() != Code.TARGET_ACTIVE) {
                throw e;
            }
            return false;
        }
    }

    /** Closes every connection to the target. */
    void closeAll(int tid) throws TgtException {
        for (Connection connection : connections(tid)) {
            close(tid, connection);
        }
    }

    /** Ends tgtd, if it has no target. */
    void end() throws TgtException {
        socket.call(TgtRequest.of("end", Mode.SYSTEM, Operation.DELETE, ""));
    }

    private void quietly(Code harmless, TgtRequest request) throws TgtException {
        try {
            socket.call(request);
        } catch (TgtException e) {
            if (e.code() != harmless) {
                throw e;
            }
        }
    }
}
