package io.jarrah.common.pki;

import io.jarrah.common.contract.ComponentRole;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A one-time permission to join the cloud as one component: {@code jarrah1.ROLE.NAME.SECRET.SHA256-OF-CA}. Whoever holds it may become that component, so it travels by a safe way and only once.
 *
 * @param role what the component will be
 * @param name its name
 * @param secret 43 characters of base64url, 256 bits
 * @param caSha256 fingerprint of the authority's certificate, by which the joining side knows whom to trust
 */
public record JoinToken(ComponentRole role, String name, String secret, String caSha256) {
    private static final int SECRET_BYTES = 32;
    private static final Pattern FORM = Pattern.compile(
            "jarrah1\\.([a-z]{2,6})\\.([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\\.([A-Za-z0-9_-]{43})\\.([0-9a-f]{64})");

    /** A fresh token. */
    public static JoinToken random(ComponentRole role, String name, String caSha256, SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new JoinToken(role, name, Base64.getUrlEncoder().withoutPadding().encodeToString(secret), caSha256);
    }

    /** Reads a token; white space around it is ignored. {@link IllegalArgumentException}, which does not quote it, when it has another form. */
    public static JoinToken parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "not a join token: jarrah1.ROLE.NAME.SECRET.SHA256 was expected; copy it whole from the register command");
        }
        for (ComponentRole role : ComponentRole.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(matcher.group(1))) {
                return new JoinToken(role, matcher.group(2), matcher.group(3), matcher.group(4));
            }
        }
        throw new IllegalArgumentException("a join token for the unknown role \"" + matcher.group(1) + "\"");
    }

    /** The token as it is handed out. Holds the secret. */
    public String format() {
        return "jarrah1." + role.name().toLowerCase(Locale.ROOT) + "." + name + "." + secret + "." + caSha256;
    }

    /** What a store keeps instead of the secret. */
    public String secretSha256() {
        return Fingerprints.of(secret);
    }

    @Override
    public String toString() {
        return "JoinToken[" + role + " " + name + "]";
    }
}
