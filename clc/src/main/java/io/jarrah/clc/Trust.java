package io.jarrah.clc;

import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.pki.CertificateAuthority;
import io.jarrah.common.pki.CertificateSubject;
import io.jarrah.common.pki.KeyMaterial;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The certificate authority and the cloud controller's own certificate, both below the state directory.
 *
 * @param authority issues the components' certificates
 * @param keys the cloud controller's own
 */
record Trust(CertificateAuthority authority, KeyMaterial keys) {
    /** Its name in the registry. */
    static final String NAME = "clc";

    /** Loads both, or makes what is not there; a new certificate also when the advertised host changed. */
    static Trust load(Path state, String advertisedHost, InstantSource clock, SecureRandom random) {
        CertificateAuthority authority =
                CertificateAuthority.loadOrCreate(state.resolve("ca").resolve("ca.p12"), clock, random);
        Path file = state.resolve("keys.p12");
        if (KeyMaterial.exists(file)) {
            KeyMaterial keys = KeyMaterial.load(file);
            if (names(keys, advertisedHost) && keys.authorityFingerprint().equals(authority.fingerprint())) {
                return new Trust(authority, keys);
            }
        }
        KeyMaterial keys = authority.issueNew(
                new CertificateSubject(ComponentRole.CLC, NAME, Optional.empty()), List.of(advertisedHost));
        keys.store(file, random);
        return new Trust(authority, keys);
    }

    private static boolean names(KeyMaterial keys, String host) {
        try {
            Collection<List<?>> names = keys.certificate().getSubjectAlternativeNames();
            return names != null && names.stream().anyMatch(name -> host.equals(name.get(1)));
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }
}
