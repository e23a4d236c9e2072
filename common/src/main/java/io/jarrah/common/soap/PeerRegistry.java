package io.jarrah.common.soap;

import io.jarrah.common.contract.Component;
import java.util.Collection;
import java.util.Optional;

/** The components that a receiver knows. Asked on every message, so it must answer from memory. */
@FunctionalInterface
public interface PeerRegistry {
    /** Every registered component, revoked ones too. */
    Collection<Component> components();

    /** The component with that certificate (64 lower-case hex digits), revoked or not. */
    default Optional<Component> find(String certificateSha256) {
        return components().stream()
                .filter(component -> component.certificateSha256().equals(certificateSha256))
                .findFirst();
    }
}
