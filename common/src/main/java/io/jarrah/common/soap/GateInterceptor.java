package io.jarrah.common.soap;

import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;

/** Runs directly after WSS4J has verified a message and before anything of it is used. */
abstract class GateInterceptor extends AbstractSoapInterceptor {
    GateInterceptor() {
        super(Phase.PRE_PROTOCOL);
        getAfter().add(WSS4JInInterceptor.class.getName());
    }

    @Override
    public final void handleMessage(SoapMessage message) {
        try {
            check(message, SignedMessage.of(message));
        } catch (Refusal e) {
            throw fault(e);
        }
    }

    /** Throws a {@link Refusal} when the message is not acceptable. */
    abstract void check(SoapMessage message, SignedMessage signed);

    /** What CXF is told of a refusal. */
    abstract Fault fault(Refusal refusal);
}
