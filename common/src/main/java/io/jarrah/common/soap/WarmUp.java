package io.jarrah.common.soap;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.NetworkId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the own server, so that the first real call does not pay for class loading and compilation (signed calls start at a few per second and get a hundred
 * times faster). The own role may not call what is asked here, so each call runs TLS, signing, verifying and answering, and is refused before anything is executed.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Correlation CORRELATION = new Correlation("warm-up");

    private final SoapServer server;
    private final int calls;

    WarmUp(SoapServer server, int calls) {
        this.server = server;
        this.calls = calls;
    }

    void run() {
        ExpectedPeer self = ExpectedPeer.certificate(
                server.keys().subject().role(), server.keys().fingerprint());
        try (SoapClients clients = new SoapClients(server.keys(), java.util.List::of, new SimpleMeterRegistry())) {
            for (Contract contract : server.published()) {
                for (int i = 0; i < calls && !Thread.currentThread().isInterrupted(); i++) {
                    if (!refused(clients, contract, self)) {
                        return;
                    }
                }
            }
        }
    }

    /** Whether the answer was the expected refusal; otherwise going on is of no use. */
    private boolean refused(SoapClients clients, Contract contract, ExpectedPeer self) {
        try {
            call(clients, contract, server.endpoint(contract), self);
            return true;
        } catch (ServiceException e) {
            if (e.code() != ServiceException.Code.ACCESS_DENIED) {
                LOG.debug("no warm-up of {}: {}", contract, e.getMessage());
            }
            return e.code() == ServiceException.Code.ACCESS_DENIED;
        }
    }

    private static void call(SoapClients clients, Contract contract, URI endpoint, ExpectedPeer self) {
        switch (contract) {
            case CLUSTER -> clients.cluster(endpoint, self).describeNodes(CORRELATION, Revision.NONE, Duration.ZERO);
            case NODE -> clients.node(endpoint, self).describeNode(CORRELATION);
            case STORAGE -> clients.storage(endpoint, self).describeStorage(CORRELATION);
            case WALRUS ->
                clients.walrus(endpoint, self)
                        .describeObject(CORRELATION, new AccountId("000000000000"), "none", "none");
            case IDENTITY ->
                clients.identity(endpoint, self)
                        .getInstanceMetadata(
                                CORRELATION,
                                new ClusterName("none"),
                                new NetworkId("net-00000000000000000"),
                                "0.0.0.0");
        }
    }
}
