package io.jarrah.clc.keypair;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;

/**
 * A fresh key, private half included; it lives as long as the request that made it.
 *
 * @param publicKey the public half
 * @param fingerprint Amazon's, of a pair made here
 * @param privatePem the private half: PKCS#1 for RSA (every ssh of twenty years reads it), OpenSSH's own format for Ed25519
 */
public record GeneratedKey(PublicKeyLine publicKey, String fingerprint, String privatePem) {
    private static final int RSA_BITS = 2048;
    private static final int PEM_LINE = 64;
    private static final int OPENSSH_LINE = 70;
    private static final int OPENSSH_BLOCK = 8;

    /** Makes one. */
    public static GeneratedKey generate(KeyType type, String comment, SecureRandom random) {
        try {
            return type == KeyType.RSA ? rsa(random) : ed25519(comment, random);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(type + " is in every Java runtime", e);
        }
    }

    private static GeneratedKey rsa(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(RSA_BITS, random);
        KeyPair pair = generator.generateKeyPair();
        PublicKeyLine line = PublicKeys.of(pair.getPublic());
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        String pem = pem("RSA PRIVATE KEY", pkcs1(pkcs8), PEM_LINE);
        return new GeneratedKey(line, Fingerprints.ofCreated(line, pkcs8), pem);
    }

    private static GeneratedKey ed25519(String comment, SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        KeyPair pair = generator.generateKeyPair();
        PublicKeyLine line = PublicKeys.of(pair.getPublic());
        byte[] seed = ((EdECPrivateKey) pair.getPrivate())
                .getBytes()
                .orElseThrow(() -> new IllegalStateException("a key made here can be read"));
        byte[] openSsh = openSshPrivateKey(line, seed, comment, random.nextInt());
        String pem = pem("OPENSSH PRIVATE KEY", openSsh, OPENSSH_LINE);
        return new GeneratedKey(
                line, Fingerprints.ofCreated(line, pair.getPrivate().getEncoded()), pem);
    }

    /**
     * The format of OpenSSH's own private keys, unencrypted.
     *
     * @see <a href="https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key">PROTOCOL.key</a>
     */
    private static byte[] openSshPrivateKey(PublicKeyLine key, byte[] seed, String comment, int check) {
        byte[] publicBytes = Arrays.copyOfRange(key.blob(), key.blob().length - seed.length, key.blob().length);
        byte[] seedAndPublic =
                ByteBuffer.allocate(2 * seed.length).put(seed).put(publicBytes).array();
        SshWriter secret = new SshWriter()
                .number(check)
                .number(check)
                .text("ssh-ed25519")
                .bytes(publicBytes)
                .bytes(seedAndPublic)
                .text(comment);
        for (byte pad = 1; secret.size() % OPENSSH_BLOCK != 0; pad++) {
            secret.raw(new byte[] {pad});
        }
        return new SshWriter()
                .raw("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII))
                .text("none")
                .text("none")
                .text("")
                .number(1)
                .bytes(key.blob())
                .bytes(secret.toBytes())
                .toBytes();
    }

    /** The PKCS#1 key in a PKCS#8 one: SEQUENCE { version, SEQUENCE algorithm, OCTET STRING key }. */
    private static byte[] pkcs1(byte[] pkcs8) {
        ByteBuffer in = ByteBuffer.wrap(pkcs8);
        enter(in, 0x30);
        skip(in, 0x02);
        skip(in, 0x30);
        byte[] key = new byte[enter(in, 0x04)];
        in.get(key);
        return key;
    }

    private static void skip(ByteBuffer in, int tag) {
        int length = enter(in, tag);
        in.position(in.position() + length);
    }

    private static int enter(ByteBuffer in, int tag) {
        int found = in.get() & 0xff;
        if (found != tag) {
            throw new IllegalStateException("unexpected DER tag " + found + ", expected " + tag);
        }
        int length = in.get() & 0xff;
        if (length < 0x80) {
            return length;
        }
        byte[] longForm = new byte[length & 0x7f];
        in.get(longForm);
        return new BigInteger(1, longForm).intValueExact();
    }

    private static String pem(String type, byte[] content, int line) {
        byte[] newline = {'\n'};
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(line / 4 * 4, newline).encodeToString(content)
                + "\n-----END " + type + "-----";
    }

    @Override
    public String toString() {
        return "generated key " + fingerprint;
    }
}
