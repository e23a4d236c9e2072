package io.jarrah.common.soap;

import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.ServiceException.Code;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Lets a verified request in when its signer is the TLS client, registered, not revoked and of a role that may call the operation, and when it was made for this endpoint, now, once. */
final class RequestGate extends GateInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(RequestGate.class);
    private static final String CLIENT_CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final Set<String> NO_DETOUR = Set.of(MessageSecurity.WSA + "/anonymous");

    private final Contract contract;
    private final PeerRegistry registry;
    private final ReplayCache replays;
    private final Instant started;
    private final Predicate<URI> isHere;
    private final String own;

    RequestGate(
            Contract contract,
            PeerRegistry registry,
            ReplayCache replays,
            Instant started,
            Predicate<URI> isHere,
            String own) {
        this.own = own;
        this.contract = contract;
        this.registry = registry;
        this.replays = replays;
        this.started = started;
        this.isHere = isHere;
    }

    @Override
    void check(SoapMessage message, SignedMessage signed) {
        requireTlsClient(message, signed);
        String operation = operation(signed);
        requireAddressed(signed, operation);
        Component component = registered(signed);
        Set<ComponentRole> allowed = Access.allowed(contract, operation);
        if (!allowed.contains(component.role())) {
            throw refuse(signed, Code.ACCESS_DENIED, "a " + component.role() + " may not call " + operation);
        }
        requireFresh(signed);
        message.getExchange().put(Caller.class, new Caller(component, operation));
    }

    @Override
    Fault fault(Refusal refusal) {
        return Faults.soapFault(refusal.code(), String.valueOf(refusal.getMessage()));
    }

    private void requireTlsClient(SoapMessage message, SignedMessage signed) {
        Object request = message.get(AbstractHTTPDestination.HTTP_REQUEST);
        boolean same = request instanceof HttpServletRequest http
                && http.getAttribute(CLIENT_CERTIFICATES) instanceof X509Certificate[] chain
                && chain.length > 0
                && chain[0].equals(signed.signer());
        if (!same) {
            throw refuse(signed, Code.ACCESS_DENIED, "the signer is not the TLS client");
        }
    }

    private String operation(SignedMessage signed) {
        Optional<QName> content = signed.content();
        if (content.isEmpty()
                || !content.get().getNamespaceURI().equals(contract.namespace())
                || !contract.has(content.get().getLocalPart())) {
            throw refuse(signed, Code.INVALID, "the message asks for nothing this endpoint knows");
        }
        return content.get().getLocalPart();
    }

    private void requireAddressed(SignedMessage signed, String operation) {
        if (!signed.header("Action").equals(Optional.of(contract.action(operation)))) {
            throw refuse(signed, Code.ACCESS_DENIED, "wsa:Action is not that of " + operation);
        }
        if (!signed.header("To").map(RequestGate::uri).filter(isHere).isPresent()) {
            throw refuse(
                    signed,
                    Code.ACCESS_DENIED,
                    "wsa:To is \"" + signed.header("To").orElse("") + "\", which is not this endpoint");
        }
        if (!signed.header("ReplyTo").map(NO_DETOUR::contains).orElse(true)
                || signed.header("RelatesTo").isPresent()) {
            throw refuse(signed, Code.ACCESS_DENIED, "answers go back on the same connection only");
        }
    }

    private Component registered(SignedMessage signed) {
        Optional<Component> known = registry.find(signed.fingerprint());
        if (known.isEmpty()) {
            throw refuse(signed, Code.ACCESS_DENIED, "the certificate is not registered");
        }
        Component component = known.get();
        if (component.revoked()) {
            throw refuse(signed, Code.ACCESS_DENIED, "the certificate is revoked");
        }
        if (component.role() != signed.subject().role()
                || !component.name().equals(signed.subject().name())) {
            throw refuse(signed, Code.ACCESS_DENIED, "the certificate is registered for another component");
        }
        return component;
    }

    private void requireFresh(SignedMessage signed) {
        String id = signed.header("MessageID").orElse("");
        if (id.isEmpty()) {
            throw refuse(signed, Code.ACCESS_DENIED, "the message has no wsa:MessageID");
        }
        // What was taken before the start is not remembered, so nothing from then is taken again.
        if (signed.created().isBefore(started)) {
            throw refuse(signed, Code.UNAVAILABLE, "the message was signed before this service started; sign it anew");
        }
        if (signed.expires().isAfter(signed.created().plusSeconds(2L * MessageSecurity.TIME_TO_LIVE))) {
            throw refuse(signed, Code.ACCESS_DENIED, "the message claims to live too long");
        }
        switch (replays.add(signed.fingerprint() + " " + id, signed.expires())) {
            case FRESH -> {}
            case REPLAYED -> throw refuse(signed, Code.ACCESS_DENIED, "the message was taken before");
            case FULL -> throw refuse(signed, Code.UNAVAILABLE, "too many messages in the last minute");
        }
    }

    private Refusal refuse(SignedMessage signed, Code code, String why) {
        Level level = signed.fingerprint().equals(own) ? Level.DEBUG : Level.WARN;
        LOG.atLevel(level)
                .log(
                        "{}: refused a message of {} (certificate {}): {}",
                        contract,
                        signed.subject().distinguishedName(),
                        signed.fingerprint(),
                        why);
        return new Refusal(code, "refused: " + why);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (java.net.URISyntaxException e) {
            return URI.create("");
        }
    }
}
