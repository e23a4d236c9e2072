package io.jarrah.clc.keypair;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes SSH's wire format (RFC 4251 section 5): lengths of four bytes, then content. */
final class SshWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    SshWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    SshWriter number(int value) {
        return raw(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    SshWriter bytes(byte[] bytes) {
        return number(bytes.length).raw(bytes);
    }

    SshWriter text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    SshWriter integer(BigInteger value) {
        return bytes(value.toByteArray());
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    int size() {
        return out.size();
    }
}
