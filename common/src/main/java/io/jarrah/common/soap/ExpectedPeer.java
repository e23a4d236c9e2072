package io.jarrah.common.soap;

import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.pki.CertificateSubject;
import java.util.Optional;

/** Whose signature a client accepts on the answer. Every certificate must be the cloud's own authority's, whatever is expected besides. */
public sealed interface ExpectedPeer {
    /** What it must be. */
    ComponentRole role();

    /** Exactly the component with that certificate. */
    static ExpectedPeer certificate(ComponentRole role, String certificateSha256) {
        return new Exactly(role, certificateSha256);
    }

    /** Any component of that role that is registered and not revoked. */
    static ExpectedPeer registered(ComponentRole role) {
        return new Registered(role);
    }

    /** Any component of that role, registered or not, unless it is known to be revoked: for asking the cloud controller for the registry. */
    static ExpectedPeer certified(ComponentRole role) {
        return new Certified(role);
    }

    /** Why the signer is not accepted, or empty when it is. */
    default Optional<String> objection(CertificateSubject signer, String fingerprint, PeerRegistry registry) {
        Optional<Component> known = registry.find(fingerprint);
        if (signer.role() != role()) {
            return Optional.of("it is a " + signer.role() + ", a " + role() + " was expected");
        }
        if (known.isPresent() && known.get().revoked()) {
            return Optional.of("its certificate is revoked");
        }
        return switch (this) {
            case Exactly exactly ->
                exactly.certificateSha256().equals(fingerprint)
                        ? Optional.empty()
                        : Optional.of("its certificate is not the registered one");
            case Registered registered ->
                known.isPresent() && known.get().role() == registered.role()
                        ? Optional.empty()
                        : Optional.of("its certificate is not registered");
            case Certified certified -> Optional.empty();
        };
    }

    /** One certificate. */
    record Exactly(ComponentRole role, String certificateSha256) implements ExpectedPeer {}

    /** By role and registry. */
    record Registered(ComponentRole role) implements ExpectedPeer {}

    /** By role and authority. */
    record Certified(ComponentRole role) implements ExpectedPeer {}
}
