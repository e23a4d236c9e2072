package io.jarrah.clc.keypair;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads imported public keys: OpenSSH's line, RFC 4716 ("SSH2 PUBLIC KEY"), PEM, or Base64 of DER, as EC2 accepts them.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportKeyPair.html">ImportKeyPair</a>
 */
public final class PublicKeys {
    /** Longest text that is looked at; an RSA key of 16384 bits needs about 2800. */
    public static final int MAX_TEXT = 16 << 10;

    private static final int MIN_RSA_BITS = 1024;
    private static final int MAX_RSA_BITS = 16384;
    private static final int ED25519_BYTES = 32;
    /** SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410). */
    private static final byte[] ED25519_DER = HexFormat.of().parseHex("302a300506032b6570032100");

    private PublicKeys() {}

    /**
     * The key in that text.
     *
     * @throws IllegalArgumentException when it is not a public key of a known form; the message says why
     */
    public static PublicKeyLine parse(byte[] material) {
        if (material.length > MAX_TEXT) {
            throw new IllegalArgumentException("it is longer than " + MAX_TEXT + " bytes");
        }
        String text = new String(material, StandardCharsets.ISO_8859_1).strip();
        try {
            if (text.startsWith("ssh-") || text.startsWith("ecdsa-")) {
                String[] words = text.split("\\s+", 3);
                if (words.length < 2) {
                    throw new IllegalArgumentException("it has a type but no key");
                }
                return ofBlob(Base64.getDecoder().decode(words[1]));
            }
            if (text.startsWith("---- BEGIN SSH2 PUBLIC KEY ----")) {
                return ofBlob(Base64.getDecoder().decode(rfc4716Body(text)));
            }
            if (text.startsWith("-----BEGIN PUBLIC KEY-----")) {
                return ofDer(Base64.getMimeDecoder()
                        .decode(text.replaceAll("-----[A-Z ]+-----", "").strip()));
            }
            if (material.length > 0 && material[0] == 0x30) {
                return ofDer(material);
            }
            return ofDer(Base64.getMimeDecoder().decode(text));
        } catch (GeneralSecurityException | BufferUnderflowException e) {
            throw new IllegalArgumentException("it cannot be decoded", e);
        }
    }

    /** Of a key of Java's. */
    public static PublicKeyLine of(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> {
                int bits = rsa.getModulus().bitLength();
                if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
                    throw new IllegalArgumentException(
                            "an RSA key has " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits, this one " + bits);
                }
                byte[] blob = new SshWriter()
                        .text("ssh-rsa")
                        .integer(rsa.getPublicExponent())
                        .integer(rsa.getModulus())
                        .toBytes();
                yield new PublicKeyLine(KeyType.RSA, blob, rsa.getEncoded());
            }
            case EdECPublicKey ed25519
            when ed25519.getEncoded().length == ED25519_DER.length + ED25519_BYTES -> {
                byte[] der = ed25519.getEncoded();
                yield ed25519(Arrays.copyOfRange(der, ED25519_DER.length, der.length));
            }
            default -> throw new IllegalArgumentException("only RSA and Ed25519 keys are supported");
        };
    }

    private static PublicKeyLine ed25519(byte[] raw) {
        byte[] der = Arrays.copyOf(ED25519_DER, ED25519_DER.length + ED25519_BYTES);
        System.arraycopy(raw, 0, der, ED25519_DER.length, ED25519_BYTES);
        byte[] blob = new SshWriter().text("ssh-ed25519").bytes(raw).toBytes();
        return new PublicKeyLine(KeyType.ED25519, blob, der);
    }

    private static PublicKeyLine ofBlob(byte[] blob) throws GeneralSecurityException {
        ByteBuffer in = ByteBuffer.wrap(blob);
        String type = new String(next(in), StandardCharsets.US_ASCII);
        switch (type) {
            case "ssh-rsa" -> {
                BigInteger exponent = new BigInteger(1, next(in));
                BigInteger modulus = new BigInteger(1, next(in));
                requireEnd(in);
                return of(KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent)));
            }
            case "ssh-ed25519" -> {
                byte[] raw = next(in);
                requireEnd(in);
                if (raw.length != ED25519_BYTES) {
                    throw new IllegalArgumentException("an Ed25519 key has 32 bytes");
                }
                return ed25519(raw);
            }
            default -> throw new IllegalArgumentException("only ssh-rsa and ssh-ed25519 keys are supported");
        }
    }

    private static PublicKeyLine ofDer(byte[] der) throws GeneralSecurityException {
        X509EncodedKeySpec spec = new X509EncodedKeySpec(der);
        boolean ed25519 = der.length == ED25519_DER.length + ED25519_BYTES;
        return of(KeyFactory.getInstance(ed25519 ? "Ed25519" : "RSA").generatePublic(spec));
    }

    private static byte[] next(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("it is cut short");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static void requireEnd(ByteBuffer in) {
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("it has bytes after its end");
        }
    }

    /** RFC 4716 section 3.3: headers are {@code Tag: value}, continued after a backslash at the end of a line. */
    private static String rfc4716Body(String text) {
        StringBuilder headerless = new StringBuilder();
        boolean inHeader = false;
        for (String line : text.lines().map(String::strip).toList()) {
            boolean header = inHeader || line.contains(":");
            inHeader = header && line.endsWith("\\");
            if (!header && !line.toLowerCase(Locale.ROOT).startsWith("----")) {
                headerless.append(line);
            }
        }
        return headerless.toString();
    }

    static String colonHex(byte[] digest) {
        String hex = HexFormat.of().formatHex(digest);
        return IntStream.range(0, digest.length)
                .mapToObj(i -> hex.substring(2 * i, 2 * i + 2))
                .collect(Collectors.joining(":"));
    }
}
