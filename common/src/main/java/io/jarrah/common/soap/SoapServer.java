package io.jarrah.common.soap;

import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.WalrusService;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.pki.KeyMaterial;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.ws.addressing.WSAddressingFeature;
import org.eclipse.jetty.server.Handler;

/**
 * Publishes implementations of the internal contracts as signed SOAP over mutual TLS, on one port. Publish, then start.
 *
 * <p>An implementation is called on a virtual thread and may block for a long poll. It throws {@code ServiceException} to refuse; any other exception reaches
 * the caller as INTERNAL, and the log under the correlation id.
 */
public final class SoapServer implements Service {
    private static final int REPLAY_CAPACITY = 1_000_000;

    private final SoapServerConfig config;
    private final KeyMaterial keys;
    private final PeerRegistry registry;
    private final CallMetrics metrics;
    private final InstantSource clock;
    private final MessageSecurity security;
    private final ReplayCache replays;
    private final Map<Contract, Object> endpoints = new EnumMap<>(Contract.class);
    private final Map<String, Handler> plain = new TreeMap<>();
    private final Bus bus;
    private final SoapListener listener;
    private boolean prepared;

    /**
     * @param keys what answers are signed with, and the TLS server certificate
     * @param registry whose requests are accepted
     * @param meters counts and times the calls
     */
    public SoapServer(
            SoapServerConfig config,
            KeyMaterial keys,
            PeerRegistry registry,
            MeterRegistry meters,
            InstantSource clock) {
        this.config = config;
        this.keys = keys;
        this.registry = registry;
        this.metrics = new CallMetrics(meters, "server");
        this.clock = clock;
        this.security = new MessageSecurity(keys);
        this.replays = new ReplayCache(clock, REPLAY_CAPACITY);
        this.bus = BusFactory.newInstance().createBus();
        this.listener = new SoapListener(config, keys, bus);
    }

    /** Serves a cluster controller to the cloud controller. */
    public SoapServer publish(ClusterService service) {
        return publish(Contract.CLUSTER, new ClusterEndpoint(service, metrics));
    }

    /** Serves a node controller to its cluster controller. */
    public SoapServer publish(NodeService service) {
        return publish(Contract.NODE, new NodeEndpoint(service, metrics));
    }

    /** Serves a storage controller to the cloud controller. */
    public SoapServer publish(StorageService service) {
        return publish(Contract.STORAGE, new StorageEndpoint(service, metrics));
    }

    /** Serves Walrus to the cloud controller. */
    public SoapServer publish(WalrusService service) {
        return publish(Contract.WALRUS, new WalrusEndpoint(service, metrics));
    }

    /** Serves identities to all components. */
    public SoapServer publish(IdentityService service) {
        return publishIdentity(caller -> service);
    }

    /** Serves identities by an implementation that knows who calls, for instance to take the call as a sign of life. */
    public SoapServer publishIdentity(Function<Component, IdentityService> byCaller) {
        return publish(Contract.IDENTITY, new IdentityEndpoint(byCaller, metrics));
    }

    /** Serves a handler on the same port to clients that need no certificate. It gets every request below that path, such as {@code /services/Join}. */
    public SoapServer handle(String path, Handler handler) {
        plain.put(path, handler);
        return this;
    }

    private SoapServer publish(Contract contract, Object endpoint) {
        if (endpoints.putIfAbsent(contract, endpoint) != null) {
            throw new IllegalStateException(contract + " is published already");
        }
        return this;
    }

    @Override
    public String name() {
        return "soap";
    }

    @Override
    public void start() throws Exception {
        prepare();
        listener.start(plain);
    }

    /** The slow half of {@link #start}, to be done beside something else: makes the endpoints, listens to nobody. */
    public Service endpoints() {
        return new Service() {
            @Override
            public String name() {
                return "soap-endpoints";
            }

            @Override
            public void start() {
                prepare();
            }

            @Override
            public void stop() {
                // The server stops them.
            }
        };
    }

    private synchronized void prepare() {
        if (!prepared) {
            prepared = true;
            Instant started = clock.instant();
            endpoints.forEach((contract, endpoint) -> create(contract, endpoint, started));
        }
    }

    private void create(Contract contract, Object endpoint, Instant started) {
        JaxWsServerFactoryBean factory = new JaxWsServerFactoryBean();
        factory.setBus(bus);
        factory.setServiceClass(contract.port());
        factory.setServiceBean(endpoint);
        factory.setWsdlURL(contract.wsdl());
        factory.setServiceName(contract.service());
        factory.setEndpointName(contract.service());
        factory.setAddress("/" + contract.title());
        WSAddressingFeature addressing = new WSAddressingFeature();
        addressing.setAddressingRequired(true);
        factory.getFeatures().add(addressing);
        factory.setStart(false);
        Server server = factory.create();
        RequestGate gate =
                new RequestGate(contract, registry, replays, started, to -> isHere(contract, to), keys.fingerprint());
        security.protect(server.getEndpoint(), gate);
        server.getEndpoint().getOutFaultInterceptors().add(new FaultEdge(contract));
        MessageSecurity.limit(server.getEndpoint());
        server.start();
    }

    /** A wsa:To is this endpoint's when its port and path are, and its host is one that the own certificate names. */
    private boolean isHere(Contract contract, URI to) {
        Set<String> hosts = new HashSet<>(listener.certifiedHosts());
        hosts.add(config.advertisedHost());
        return "https".equals(to.getScheme())
                && to.getHost() != null
                && hosts.contains(to.getHost())
                && to.getPort() == listener.port()
                && contract.path().equals(to.getRawPath())
                && to.getRawQuery() == null;
    }

    @Override
    public synchronized void stop() throws Exception {
        listener.stop();
        bus.shutdown(false);
    }

    /** The endpoint of the one published contract, as others are to call it; the port is the real one once started. */
    public URI endpoint() {
        if (endpoints.size() != 1) {
            throw new IllegalStateException("the server publishes " + endpoints.keySet() + "; say which one");
        }
        return endpoint(endpoints.keySet().iterator().next());
    }

    /** The endpoint of a contract, as others are to call it. */
    public URI endpoint(Contract contract) {
        return uri(contract.path());
    }

    /** The URL of a path on this server. */
    public URI uri(String path) {
        return URI.create("https://" + config.advertisedHost() + ":" + listener.port() + path);
    }
}
