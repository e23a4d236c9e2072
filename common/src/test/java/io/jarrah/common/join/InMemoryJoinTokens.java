package io.jarrah.common.join;

import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.pki.CertificateSubject;
import io.jarrah.common.pki.JoinToken;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The semantics of the cloud controller's store, in memory. */
final class InMemoryJoinTokens implements JoinTokens {
    private record Entry(CertificateSubject subject, Optional<String> takenBy) {}

    private final Map<String, Entry> bySecret = new HashMap<>();
    private final Map<String, Component> components = new LinkedHashMap<>();

    synchronized void add(JoinToken token, CertificateSubject subject) {
        bySecret.put(token.secretSha256(), new Entry(subject, Optional.empty()));
    }

    @Override
    public synchronized Optional<CertificateSubject> redeem(
            ComponentRole role, String name, String secretSha256, String keySha256) {
        Entry entry = bySecret.get(secretSha256);
        if (entry == null
                || entry.subject().role() != role
                || !entry.subject().name().equals(name)
                || !entry.takenBy().orElse(keySha256).equals(keySha256)) {
            return Optional.empty();
        }
        bySecret.put(secretSha256, new Entry(entry.subject(), Optional.of(keySha256)));
        return Optional.of(entry.subject());
    }

    @Override
    public synchronized void register(Component component) {
        components.put(component.role() + " " + component.name(), component);
    }

    @Override
    public synchronized Collection<Component> components() {
        return java.util.List.copyOf(components.values());
    }
}
