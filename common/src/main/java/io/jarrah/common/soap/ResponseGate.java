package io.jarrah.common.soap;

import io.jarrah.common.contract.ServiceException.Code;
import java.io.IOException;
import java.util.Optional;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.message.Message;
import org.apache.cxf.ws.addressing.AddressingProperties;
import org.apache.cxf.ws.addressing.JAXWSAConstants;

/** Believes an answer when the expected peer signed it, for this very request. */
final class ResponseGate extends GateInterceptor {
    /** Under this key the request carries its {@link ExpectedPeer}. */
    static final String EXPECTED = ExpectedPeer.class.getName();

    private final PeerRegistry registry;

    ResponseGate(PeerRegistry registry) {
        this.registry = registry;
    }

    @Override
    void check(SoapMessage message, SignedMessage signed) {
        Message request = message.getExchange().getOutMessage();
        String id = request.get(JAXWSAConstants.ADDRESSING_PROPERTIES_OUTBOUND) instanceof AddressingProperties sent
                ? sent.getMessageID().getValue()
                : "";
        if (id.isEmpty() || !signed.header("RelatesTo").equals(Optional.of(id))) {
            throw new Refusal(Code.UNAVAILABLE, "the answer belongs to another request");
        }
        if (!(request.get(EXPECTED) instanceof ExpectedPeer expected)) {
            throw new Refusal(Code.INTERNAL, "the request does not say whose answer it expects");
        }
        Optional<String> objection = expected.objection(signed.subject(), signed.fingerprint(), registry);
        if (objection.isPresent()) {
            throw new Refusal(
                    Code.UNAVAILABLE,
                    "the answer of " + signed.subject().distinguishedName() + " is not accepted: " + objection.get());
        }
        message.getExchange().put(SignedMessage.class, signed);
    }

    @Override
    Fault fault(Refusal refusal) {
        // A SOAP fault of our own making would pass for one that the peer sent.
        return new Fault(new IOException(refusal.getMessage()));
    }
}
