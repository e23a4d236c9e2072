package io.jarrah.common.join;

import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.pki.CertificateSubject;
import io.jarrah.common.pki.JoinToken;
import io.jarrah.common.pki.KeyMaterial;
import io.jarrah.common.soap.Contract;
import io.jarrah.common.soap.SoapClients;
import io.jarrah.common.soap.SoapServer;
import io.jarrah.common.soap.SoapServerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Walrus, SC, CC and NC have in common: a certificate, a copy of the registry that follows the cloud controller's,
 * clients of the others and a SOAP server of their own. Opening it joins the cloud when that was not done before.
 */
public final class Member implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(Member.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofSeconds(30);

    private final MemberConfig config;
    private final KeyMaterial keys;
    private final ComponentRegistry registry;
    private final SoapClients clients;
    private final CurrentIdentity identity;
    private final RegistryFollower follower;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    private Member(
            MemberConfig config,
            KeyMaterial keys,
            ComponentRegistry registry,
            SecureRandom random,
            MeterRegistry metrics,
            InstantSource clock) {
        this.config = config;
        this.keys = keys;
        this.registry = registry;
        this.clients = new SoapClients(keys, registry, metrics);
        this.identity = new CurrentIdentity(registry, clients);
        this.follower = new RegistryFollower(registry, identity, POLL, random);
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Loads the certificate, or joins to get one; while the cloud controller cannot be reached, joining is tried again
     * every second, for components may start in any order.
     *
     * @throws JoinException when joining can never succeed as things are: no token, a used one, the wrong cloud
     * @throws IOException when the token cannot be read
     */
    public static Member open(MemberConfig config, InstantSource clock, SecureRandom random, MeterRegistry metrics)
            throws IOException, InterruptedException {
        Files.createDirectories(config.directory());
        ComponentRegistry registry = new ComponentRegistry(config.registryFile());
        KeyMaterial keys;
        if (KeyMaterial.exists(config.keyStore())) {
            keys = KeyMaterial.load(config.keyStore());
        } else {
            Membership membership = join(config, random);
            registry.seed(membership.components());
            keys = membership.keys();
        }
        return new Member(config, keys, registry, random, metrics, clock);
    }

    private static Membership join(MemberConfig config, SecureRandom random) throws IOException, InterruptedException {
        URI url = config.joinUrl().orElseThrow(() -> notSet("CLC_JOIN_URL"));
        Path tokenFile = config.tokenFile().orElseThrow(() -> notSet("JOIN_TOKEN_FILE"));
        JoinToken token = JoinToken.parse(Files.readString(tokenFile).strip());
        if (token.role() != config.role()) {
            throw new JoinException(
                    "the token in " + tokenFile + " is for a " + token.role() + ", this is a " + config.role(), false);
        }
        URI endpoint = URI.create("https://" + config.advertisedHost() + ":" + config.port()
                + served(config.role()).path());
        JoinClient client = new JoinClient(config.keyStore(), random);
        while (true) {
            try {
                Membership membership = client.join(url, token, endpoint);
                LOG.info("joined the cloud as {} {}", token.role(), token.name());
                return membership;
            } catch (JoinException e) {
                if (!e.worthRetrying()) {
                    throw e;
                }
                LOG.warn("{}; trying again", e.getMessage());
                Thread.sleep(RETRY);
            }
        }
    }

    /** The one contract that components of a role serve; the registry holds its endpoint. */
    private static Contract served(ComponentRole role) {
        return switch (role) {
            case CLC -> Contract.IDENTITY;
            case WALRUS -> Contract.WALRUS;
            case SC -> Contract.STORAGE;
            case CC -> Contract.CLUSTER;
            case NC -> Contract.NODE;
        };
    }

    private static JoinException notSet(String setting) {
        return new JoinException(
                "this component has no certificate yet and " + setting
                        + " is not set; make a token with tools/admin component register",
                false);
    }

    /** Its own name, role and cluster, as certified. */
    public CertificateSubject subject() {
        return CertificateSubject.of(keys.certificate());
    }

    /** Its own copy of the registry. */
    public ComponentRegistry registry() {
        return registry;
    }

    /** Clients of other components. */
    public SoapClients clients() {
        return clients;
    }

    /** The cloud controller, wherever the registry says it is now. */
    public IdentityService identity() {
        return identity;
    }

    /** A SOAP server with its address and certificate; publish, then start. */
    public SoapServer server() {
        return new SoapServer(
                SoapServerConfig.of(config.bindHost(), config.port(), config.advertisedHost()),
                keys,
                registry,
                metrics,
                clock);
    }

    @Override
    public String name() {
        return "membership";
    }

    /** Begins to follow the registry. */
    @Override
    public void start() {
        follower.start();
    }

    @Override
    public void stop() throws InterruptedException {
        follower.stop();
        clients.close();
    }
}
