package io.jarrah.clc.component;

import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.join.JoinTokens;
import io.jarrah.common.pki.CertificateSubject;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;

/** The registry as the join handler needs it. */
public final class JoinStore implements JoinTokens {
    private final Components components;
    private final InstantSource clock;

    public JoinStore(Components components, InstantSource clock) {
        this.components = components;
        this.clock = clock;
    }

    @Override
    public Optional<CertificateSubject> redeem(ComponentRole role, String name, String secretSha256, String keySha256) {
        return components
                .redeem(role, name, secretSha256, keySha256, clock.instant())
                .map(component -> new CertificateSubject(component.role(), component.name(), component.cluster()));
    }

    @Override
    public void register(Component component) {
        components.joined(component, clock.instant());
    }

    @Override
    public Collection<Component> components() {
        return components.published();
    }
}
