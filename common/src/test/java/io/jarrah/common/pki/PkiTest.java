package io.jarrah.common.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.id.ClusterName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PkiTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create(CLOCK, RANDOM);
    private static final CertificateSubject NODE =
            new CertificateSubject(ComponentRole.NC, "nc1", Optional.of(new ClusterName("zone1")));

    @TempDir
    Path directory;

    @Test
    void aCertificateSaysWhoAndWhereForHowLong() throws Exception {
        X509Certificate certificate =
                AUTHORITY.issueNew(NODE, List.of("10.0.0.5", "node-1.example")).certificate();
        certificate.verify(AUTHORITY.certificate().getPublicKey());
        assertThat(CertificateSubject.of(certificate)).isEqualTo(NODE);
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(List.of(7, "10.0.0.5"), List.of(2, "node-1.example"));
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(AUTHORITY.certificate().getBasicConstraints()).isZero();
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofHours(1)));
        assertThat(certificate.getNotAfter().toInstant()).isAfter(NOW.plus(Duration.ofDays(4 * 365L)));
        assertThat(certificate.getSerialNumber().bitLength()).isGreaterThan(100);
        assertThat(Pem.parseCertificate(Pem.format(certificate))).isEqualTo(certificate);
        assertThat(Arrays.stream(Security.getProviders()).map(java.security.Provider::getName))
                .doesNotContain("BC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "*.example", "-x", "fe80::1", "999.1.1.1"})
    void hostsThatAreNone(String host) {
        assertThatThrownBy(() -> AUTHORITY.issueNew(NODE, List.of(host)))
                .isInstanceOfAny(PkiException.class, IllegalArgumentException.class);
    }

    @Test
    void keyStoresComeBackAndAreClosedToOthers() throws Exception {
        Path file = directory.resolve("a/b/keys.p12");
        KeyMaterial made = AUTHORITY.issueNew(NODE, List.of("10.0.0.5"));
        made.store(file, RANDOM);
        KeyMaterial loaded = KeyMaterial.load(file);
        assertThat(loaded.fingerprint()).isEqualTo(made.fingerprint()).matches("[0-9a-f]{64}");
        assertThat(loaded.key()).isEqualTo(made.key());
        assertThat(loaded.authorityFingerprint()).isEqualTo(AUTHORITY.fingerprint());

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> KeyMaterial.load(file))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "damaged");
        assertThatThrownBy(() -> KeyMaterial.load(file))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void theAuthorityIsMadeOnce() {
        Path file = directory.resolve("ca.p12");
        CertificateAuthority first = CertificateAuthority.loadOrCreate(file, CLOCK, RANDOM);
        CertificateAuthority again = CertificateAuthority.loadOrCreate(file, CLOCK, RANDOM);
        assertThat(again.fingerprint()).isEqualTo(first.fingerprint());
        KeyMaterial keys = again.issueNew(NODE, List.of("10.0.0.5"));
        assertThatThrownBy(() -> new KeyMaterial(keys.key(), keys.certificate(), AUTHORITY.certificate()))
                .isInstanceOf(PkiException.class);
    }

    @Test
    void requestsProveTheirKey() throws Exception {
        KeyPair keys = Keys.generate(RANDOM);
        String pem = Csr.create(keys, ComponentRole.SC, "sc1");
        Csr csr = Csr.parse(pem);
        assertThat(csr.publicKey()).isEqualTo(keys.getPublic());
        assertThat(csr.role()).isEqualTo(ComponentRole.SC);
        assertThat(csr.name()).isEqualTo("sc1");

        byte[] der = Pem.parse("CERTIFICATE REQUEST", pem);
        der[der.length - 5] ^= 1;
        String forged = Pem.format("CERTIFICATE REQUEST", der);
        assertThatThrownBy(() -> Csr.parse(forged)).isInstanceOf(PkiException.class);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        String otherCurve = Csr.create(generator.generateKeyPair(), ComponentRole.SC, "sc1");
        assertThatThrownBy(() -> Csr.parse(otherCurve))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("P-256");
        for (String text : List.of("", "x".repeat(9000), pem + pem, pem.substring(0, pem.length() / 2))) {
            assertThatThrownBy(() -> Csr.parse(text)).isInstanceOf(PkiException.class);
        }
    }

    @Test
    void tokensKeepTheirSecret() {
        JoinToken token = JoinToken.random(ComponentRole.WALRUS, "walrus-1", AUTHORITY.fingerprint(), RANDOM);
        assertThat(JoinToken.parse(" " + token.format() + "\n")).isEqualTo(token);
        assertThat(token.format()).startsWith("jarrah1.walrus.walrus-1.").endsWith("." + AUTHORITY.fingerprint());
        assertThat(token.toString()).doesNotContain(token.secret());
        for (String text : List.of(
                "",
                token.format().replace("jarrah1", "jarrah2"),
                token.format().replace(".walrus.", ".router."),
                token.format() + "0")) {
            assertThatThrownBy(() -> JoinToken.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining(token.secret());
        }
    }

    @Test
    void aKeyWaitsForItsCertificate() {
        PendingKey pending = new PendingKey(directory.resolve("key.joining"));
        KeyPair first = pending.loadOrCreate(RANDOM);
        KeyPair again = pending.loadOrCreate(RANDOM);
        assertThat(again.getPublic()).isEqualTo(first.getPublic());
        assertThat(again.getPrivate()).isEqualTo(first.getPrivate());
        pending.delete();
        assertThat(pending.loadOrCreate(RANDOM).getPublic()).isNotEqualTo(first.getPublic());
    }
}
