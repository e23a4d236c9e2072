package io.jarrah.common.join;

import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.pki.CertificateSubject;
import java.util.Collection;
import java.util.Optional;

/** What the cloud controller keeps of join tokens and components. It stores a token's secret only as a SHA-256, so that comparing by it tells nothing. */
public interface JoinTokens {
    /**
     * Takes a token, once: in one transaction, the first key that comes with the right secret has it, and only that key may come again (its answer may have
     * been lost on the way).
     *
     * @param secretSha256 SHA-256 of the token's secret ({@code JoinToken.secretSha256})
     * @param keySha256 SHA-256 of the public key that wants the certificate
     * @return whom to certify; empty when there is no such token, it expired, its component was deregistered, or another key took it
     */
    Optional<CertificateSubject> redeem(ComponentRole role, String name, String secretSha256, String keySha256);

    /** Registers the certificate just issued, in place of an older one of the same role and name. */
    void register(Component component);

    /** All components, for the one that joins: it must know whose answers to accept. */
    Collection<Component> components();
}
