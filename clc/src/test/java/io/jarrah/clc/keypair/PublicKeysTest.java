package io.jarrah.clc.keypair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and fingerprints made once with OpenSSH 9.2 and OpenSSL 3.0, see the comment at each. */
class PublicKeysTest {
    private static final String RSA_LINE =
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCnkLntfW6BSlqYQ6YlZGMMBV9BIb4ACTRTDy8pNrJmJ/RYdXkWMx"
                    + "wsN7V+El3wafiZRS6M7WSf3bkwAlhsE5VONP4mlYf12LatTAP9qBPvMEQzvW84c2DQWMubMfSqvkklb13d6lizJLZG"
                    + "YIM7Ne9/sAFju7i7TRo+trk2egbUsp3o2zo/X3vUMlS3u5ZpIzTCxgLiy1HetEpndKvB//TZTb4lyxknmjqUnD1eon"
                    + "I7g02MmTorGe819De9avmYhbl4GKMQlfj8pHzRrfxEK/Uyq7xQhEuaZ0b1PRmMXZIZIwl3BThaN74njFS2FzTxZbF7"
                    + "Cs/7a3tZqZWigtbdz0Xp alice@example.org";
    /** ssh-keygen -e -m RFC4716. */
    private static final String RSA_RFC4716 = """
            ---- BEGIN SSH2 PUBLIC KEY ----
            Comment: "2048-bit RSA, converted by root@vm from OpenSSH"
            AAAAB3NzaC1yc2EAAAADAQABAAABAQCnkLntfW6BSlqYQ6YlZGMMBV9BIb4ACTRTDy8pNr
            JmJ/RYdXkWMxwsN7V+El3wafiZRS6M7WSf3bkwAlhsE5VONP4mlYf12LatTAP9qBPvMEQz
            vW84c2DQWMubMfSqvkklb13d6lizJLZGYIM7Ne9/sAFju7i7TRo+trk2egbUsp3o2zo/X3
            vUMlS3u5ZpIzTCxgLiy1HetEpndKvB//TZTb4lyxknmjqUnD1eonI7g02MmTorGe819De9
            avmYhbl4GKMQlfj8pHzRrfxEK/Uyq7xQhEuaZ0b1PRmMXZIZIwl3BThaN74njFS2FzTxZb
            F7Cs/7a3tZqZWigtbdz0Xp
            ---- END SSH2 PUBLIC KEY ----""";
    /** ssh-keygen -e -m PKCS8. */
    private static final String RSA_PEM = """
            -----BEGIN PUBLIC KEY-----
            MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAp5C57X1ugUpamEOmJWRj
            DAVfQSG+AAk0Uw8vKTayZif0WHV5FjMcLDe1fhJd8Gn4mUUujO1kn925MAJYbBOV
            TjT+JpWH9di2rUwD/agT7zBEM71vOHNg0FjLmzH0qr5JJW9d3epYsyS2RmCDOzXv
            f7ABY7u4u00aPra5NnoG1LKd6Ns6P1971DJUt7uWaSM0wsYC4stR3rRKZ3Srwf/0
            2U2+JcsZJ5o6lJw9XqJyO4NNjJk6KxnvNfQ3vWr5mIW5eBijEJX4/KR80a38RCv1
            Mqu8UIRLmmdG9T0ZjF2SGSMJdwU4Wje+J4xUthc08WWxewrP+2t7WamVooLW3c9F
            6QIDAQAB
            -----END PUBLIC KEY-----""";
    /** openssl pkey -pubin -outform DER | openssl md5 -c. */
    private static final String RSA_MD5 = "ac:5a:98:7a:2f:dc:39:8d:71:62:40:b5:95:b4:99:a9";

    private static final String ED25519_LINE =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK+9DWFAd5Gjn5I/+GFJDyQlPz5AZ+zhM3nYYpiVjayD alice@exa" + "mple.org";
    /** ssh-keygen -l. */
    private static final String ED25519_SHA256 = "G7NtbckbeKuE23CPv30TeFkoCe+qbxpFmhyDHwG0EV0";

    @Test
    void everyFormGivesTheSameKey() {
        PublicKeyLine key = parse(RSA_LINE);
        assertThat(key.type()).isEqualTo(KeyType.RSA);
        assertThat(key.line("x")).isEqualTo(RSA_LINE.substring(0, RSA_LINE.lastIndexOf(' ')) + " x");
        assertThat(parse(RSA_RFC4716).blob()).isEqualTo(key.blob());
        assertThat(parse(RSA_PEM).blob()).isEqualTo(key.blob());
        String base64 = RSA_PEM.replaceAll("-----[A-Z ]+-----", "").strip();
        assertThat(parse(base64).blob()).isEqualTo(key.blob());
        byte[] der = Base64.getMimeDecoder().decode(base64);
        assertThat(PublicKeys.parse(der).blob()).isEqualTo(key.blob());
        assertThat(key.der()).isEqualTo(der);
    }

    @Test
    void fingerprintsAreThoseTheUsersToolsPrint() {
        assertThat(Fingerprints.ofImported(parse(RSA_LINE))).isEqualTo(RSA_MD5);
        assertThat(Fingerprints.ofImported(parse(ED25519_LINE))).startsWith(ED25519_SHA256);
        assertThat(parse(ED25519_LINE).type()).isEqualTo(KeyType.ED25519);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "ssh-rsa",
                "ssh-rsa !!!!",
                "ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB",
                "ssh-dss AAAAB3NzaC1kc3MAAACBAP",
                "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTY=",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
                "ssh-rsa AAAAB3NzaC1yc2F/////"
            })
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void longTextIsNotLookedAt() {
        assertThatThrownBy(() -> PublicKeys.parse(new byte[PublicKeys.MAX_TEXT + 1]))
                .hasMessageContaining("longer than");
    }

    private static PublicKeyLine parse(String text) {
        return PublicKeys.parse(text.getBytes(StandardCharsets.US_ASCII));
    }
}
