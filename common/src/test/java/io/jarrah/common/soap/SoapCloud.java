package io.jarrah.common.soap;

import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.pki.CertificateAuthority;
import io.jarrah.common.pki.CertificateSubject;
import io.jarrah.common.pki.KeyMaterial;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One authority, one registry, one server with all five contracts, and a client of each role. */
final class SoapCloud implements PeerRegistry {
    static final String HOST = "127.0.0.1";

    final SecureRandom random = new SecureRandom();
    final InstantSource clock = InstantSource.system();
    final CertificateAuthority authority = CertificateAuthority.create(clock, random);
    final MeterRegistry meters = new SimpleMeterRegistry();
    final RecordingServices services = new RecordingServices();
    final KeyMaterial clc = issue(ComponentRole.CLC, "clc", Optional.empty());
    final KeyMaterial cc = issue(ComponentRole.CC, "cc1", Optional.of(Samples.CLUSTER));
    final KeyMaterial nc = issue(ComponentRole.NC, "nc1", Optional.of(Samples.CLUSTER));
    final KeyMaterial walrus = issue(ComponentRole.WALRUS, "walrus", Optional.empty());
    final SoapServer server;
    final Instant started;
    private final Map<String, Component> components = new ConcurrentHashMap<>();

    SoapCloud() throws Exception {
        for (KeyMaterial keys : List.of(clc, cc, nc, walrus)) {
            register(keys, false);
        }
        // One server plays every role: its own certificate is the CLC's.
        started = clock.instant();
        server = server(clc)
                .publish(services.cluster())
                .publish(services.node())
                .publish(services.storage())
                .publish(services.walrus())
                .publish(services.identity());
        server.start();
    }

    KeyMaterial issue(ComponentRole role, String name, Optional<ClusterName> cluster) {
        return authority.issueNew(new CertificateSubject(role, name, cluster), List.of(HOST));
    }

    SoapServer server(KeyMaterial keys) {
        return new SoapServer(SoapServerConfig.of(HOST, 0, HOST), keys, this, meters, clock);
    }

    void register(KeyMaterial keys, boolean revoked) {
        register(keys, keys.subject().role(), revoked);
    }

    void registerAs(KeyMaterial keys, ComponentRole role) {
        register(keys, role, false);
    }

    private void register(KeyMaterial keys, ComponentRole role, boolean revoked) {
        CertificateSubject subject = keys.subject();
        components.put(
                keys.fingerprint(),
                new Component(
                        role,
                        subject.name(),
                        subject.cluster(),
                        URI.create("https://127.0.0.1:1/services"),
                        keys.fingerprint(),
                        revoked));
    }

    SoapClients clients(KeyMaterial keys) {
        return new SoapClients(keys, this, meters);
    }

    ExpectedPeer self() {
        return ExpectedPeer.certificate(ComponentRole.CLC, clc.fingerprint());
    }

    @Override
    public Collection<Component> components() {
        return components.values();
    }

    void close() throws Exception {
        server.stop();
    }
}
