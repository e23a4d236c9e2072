package io.jarrah.sc.iscsi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One request to tgtd as its management socket takes it: {@code struct tgtadm_req} of tgt 1.0.85 ({@code usr/tgtadm.h}), in the order of
 * bytes of the machine, and behind it the parameters as text that ends with a NUL.
 *
 * @param what for messages; without secrets, which the parameters may hold
 */
record TgtRequest(
        String what,
        Mode mode,
        Operation operation,
        int tid,
        long session,
        long unit,
        int connection,
        boolean force,
        String parameters) {
    static final int HEADER = 120;
    private static final int DRIVER_LENGTH = 64;
    private static final String DRIVER = "iscsi";

    /** {@code enum tgtadm_mode}. */
    enum Mode {
        SYSTEM(0),
        TARGET(1),
        DEVICE(2),
        PORTAL(3),
        CONNECTION(6),
        ACCOUNT(7);

        final int number;

        Mode(int number) {
            this.number = number;
        }
    }

    /** {@code enum tgtadm_op}. */
    enum Operation {
        NEW(0),
        DELETE(1),
        SHOW(2),
        BIND(3),
        UNBIND(4),
        UPDATE(5);

        final int number;

        Operation(int number) {
            this.number = number;
        }
    }

    TgtRequest {
        if (parameters.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL in the parameters of " + what);
        }
    }

    /** About no target, or about all. */
    static TgtRequest of(String what, Mode mode, Operation operation, String parameters) {
        return new TgtRequest(what, mode, operation, -1, 0, 0, 0, false, parameters);
    }

    TgtRequest onTarget(int id) {
        return new TgtRequest(what, mode, operation, id, session, unit, connection, force, parameters);
    }

    TgtRequest onUnit(long lun) {
        return new TgtRequest(what, mode, operation, tid, session, lun, connection, force, parameters);
    }

    TgtRequest onConnection(long sid, int cid) {
        return new TgtRequest(what, mode, operation, tid, sid, unit, cid, force, parameters);
    }

    TgtRequest forced() {
        return new TgtRequest(what, mode, operation, tid, session, unit, connection, true, parameters);
    }

    ByteBuffer encode() {
        byte[] text = parameters.getBytes(StandardCharsets.UTF_8);
        int tail = text.length == 0 ? 0 : text.length + 1;
        ByteBuffer buffer = ByteBuffer.allocate(HEADER + tail).order(ByteOrder.nativeOrder());
        buffer.putInt(mode.number).putInt(operation.number);
        buffer.put(DRIVER.getBytes(StandardCharsets.US_ASCII)).position(2 * Integer.BYTES + DRIVER_LENGTH);
        buffer.putInt(HEADER + tail).putInt(tid).putLong(session).putLong(unit).putInt(connection);
        // host number, device type (disk), direction of accounts (incoming), packing: all 0
        buffer.putInt(0).putInt(0).putInt(0).putInt(0).putInt(force ? 1 : 0);
        buffer.put(text).position(0);
        return buffer;
    }

    /** Without the parameters: a secret may be among them. */
    @Override
    public String toString() {
        return what;
    }
}
