package io.jarrah.clc.keypair;

import java.util.Base64;

/**
 * A public key in any form a user may import, reduced to one: the type and the blob of OpenSSH's wire format.
 *
 * @param type what kind of key it is
 * @param blob RFC 4253 section 6.6: type name, then the key's numbers
 * @param der the same key as X.509 SubjectPublicKeyInfo
 */
public record PublicKeyLine(KeyType type, byte[] blob, byte[] der) {
    /** The line for {@code authorized_keys}. */
    public String line(String comment) {
        String name = type == KeyType.RSA ? "ssh-rsa" : "ssh-ed25519";
        return name + " " + Base64.getEncoder().encodeToString(blob) + " " + comment;
    }
}
