package io.jarrah.common.soap;

import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.WalrusService;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.pki.KeyMaterial;
import io.jarrah.common.pki.TlsContexts;
import io.jarrah.wsdl.cluster.ClusterPort;
import io.jarrah.wsdl.identity.IdentityPort;
import io.jarrah.wsdl.node.NodePort;
import io.jarrah.wsdl.storage.StoragePort;
import io.jarrah.wsdl.walrus.WalrusPort;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.xml.ws.BindingProvider;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.frontend.ClientProxy;
import org.apache.cxf.jaxws.JaxWsProxyFactoryBean;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;
import org.apache.cxf.ws.addressing.WSAddressingFeature;

/**
 * Makes clients of the internal contracts. One for a process: what is costly is made once per contract, so that a client of one peer costs next to nothing.
 * Clients are thread-safe. Every failure to get an acceptable answer is a {@code ServiceException} UNAVAILABLE; the connection is given up after 5 s, the
 * answer 30 s after the wait that was asked for.
 */
public final class SoapClients implements AutoCloseable {
    private static final long CONNECT_MILLIS = 5_000;
    private static final long RECEIVE_MILLIS = 30_000;
    private static final long MAX_ANSWER_BYTES = 16L << 20;

    private final KeyMaterial keys;
    private final PeerRegistry registry;
    private final CallMetrics metrics;
    private final MessageSecurity security;
    private final Bus bus;
    private final Map<Contract, Object> ports = new EnumMap<>(Contract.class);

    /**
     * @param keys what requests are signed with, and the TLS client certificate
     * @param registry whose answers are accepted, for {@link ExpectedPeer#registered}; revoked certificates never are
     * @param meters counts and times the calls
     */
    public SoapClients(KeyMaterial keys, PeerRegistry registry, MeterRegistry meters) {
        this.keys = keys;
        this.registry = registry;
        this.metrics = new CallMetrics(meters, "client");
        this.security = new MessageSecurity(keys);
        this.bus = BusFactory.newInstance().createBus();
    }

    /** The cluster controller at that endpoint. */
    public ClusterService cluster(URI endpoint, ExpectedPeer expected) {
        return new ClusterClient(call(Contract.CLUSTER, ClusterPort.class, endpoint, expected));
    }

    /** The node controller at that endpoint. */
    public NodeService node(URI endpoint, ExpectedPeer expected) {
        return new NodeClient(call(Contract.NODE, NodePort.class, endpoint, expected));
    }

    /** The storage controller at that endpoint. */
    public StorageService storage(URI endpoint, ExpectedPeer expected) {
        return new StorageClient(call(Contract.STORAGE, StoragePort.class, endpoint, expected));
    }

    /** Walrus at that endpoint. */
    public WalrusService walrus(URI endpoint, ExpectedPeer expected) {
        return new WalrusClient(call(Contract.WALRUS, WalrusPort.class, endpoint, expected));
    }

    /** The cloud controller's identity service at that endpoint. */
    public IdentityService identity(URI endpoint, ExpectedPeer expected) {
        return new IdentityClient(call(Contract.IDENTITY, IdentityPort.class, endpoint, expected));
    }

    /** Makes what the first client of each of these contracts would have to wait for, to be done beside something else at start. */
    public Service prepared(Contract... contracts) {
        return new Service() {
            @Override
            public String name() {
                return "soap-clients";
            }

            @Override
            public void start() {
                for (Contract contract : contracts) {
                    port(contract);
                }
            }

            @Override
            public void stop() {
                // Whoever owns the clients closes them.
            }
        };
    }

    private <P> ClientCall<P> call(Contract contract, Class<P> type, URI endpoint, ExpectedPeer expected) {
        if (!"https".equals(endpoint.getScheme()) || endpoint.getHost() == null || endpoint.getPort() < 1) {
            throw new IllegalArgumentException("https://HOST:PORT" + contract.path() + " was expected: " + endpoint);
        }
        return new ClientCall<>(contract, type.cast(port(contract)), endpoint, expected, metrics);
    }

    private synchronized Object port(Contract contract) {
        return ports.computeIfAbsent(contract, this::makePort);
    }

    private Object makePort(Contract contract) {
        JaxWsProxyFactoryBean factory = new JaxWsProxyFactoryBean();
        factory.setBus(bus);
        factory.setServiceClass(contract.port());
        factory.setWsdlURL(contract.wsdl());
        factory.setServiceName(contract.service());
        factory.setEndpointName(contract.service());
        factory.setAddress("https://localhost:1" + contract.path());
        WSAddressingFeature addressing = new WSAddressingFeature();
        addressing.setAddressingRequired(true);
        factory.getFeatures().add(addressing);
        Object port = factory.create();
        Client client = ClientProxy.getClient(port);
        security.protect(client.getEndpoint(), new ResponseGate(registry));
        client.getInInterceptors().add(new LimitInterceptor(MAX_ANSWER_BYTES));
        MessageSecurity.limit(client.getEndpoint());
        configure((HTTPConduit) client.getConduit());
        ((BindingProvider) port).getRequestContext().put("thread.local.request.context", "true");
        return port;
    }

    private void configure(HTTPConduit conduit) {
        TLSClientParameters tls = new TLSClientParameters();
        tls.setSslContext(TlsContexts.mutual(keys));
        tls.setSecureSocketProtocol(TlsContexts.PROTOCOL);
        conduit.setTlsClientParameters(tls);
        HTTPClientPolicy policy = new HTTPClientPolicy();
        policy.setVersion("1.1");
        policy.setAllowChunking(false);
        policy.setAutoRedirect(false);
        policy.setMaxRetransmits(0);
        policy.setConnectionTimeout(CONNECT_MILLIS);
        policy.setReceiveTimeout(RECEIVE_MILLIS);
        conduit.setClient(policy);
    }

    @Override
    public void close() {
        bus.shutdown(false);
    }
}
