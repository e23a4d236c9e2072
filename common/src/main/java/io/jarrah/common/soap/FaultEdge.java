package io.jarrah.common.soap;

import io.jarrah.common.contract.ServiceException.Code;
import jakarta.xml.bind.JAXBException;
import javax.xml.stream.XMLStreamException;
import org.apache.cxf.binding.soap.Soap12;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.phase.Phase;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever goes wrong below the dispatcher leaves as the contract's fault too, with no more said than the caller may know; the log has the rest. */
final class FaultEdge extends AbstractSoapInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(FaultEdge.class);

    private final Contract contract;

    FaultEdge(Contract contract) {
        super(Phase.SETUP);
        this.contract = contract;
    }

    @Override
    public void handleMessage(SoapMessage message) {
        Exception problem = message.getContent(Exception.class);
        if (!(problem instanceof Fault fault) || isContractual(fault)) {
            return;
        }
        if (has(fault, WSSecurityException.class)) {
            LOG.warn("{}: refused a message: {}", contract, rootMessage(fault));
            replace(
                    message,
                    Code.UNAVAILABLE,
                    "refused: the signature or the timestamp is not acceptable; compare the clocks");
        } else if (has(fault, JAXBException.class) || has(fault, XMLStreamException.class) || isSender(fault)) {
            LOG.warn("{}: a message breaks the contract: {}", contract, rootMessage(fault));
            replace(message, Code.INVALID, "the message breaks the contract; its receiver's log says where");
        } else {
            LOG.error("{}: cannot answer a message", contract, fault);
            replace(message, Code.INTERNAL, "internal error; the log of the service has it");
        }
    }

    private static void replace(SoapMessage message, Code code, String text) {
        SoapFault ours = Faults.soapFault(code, text);
        message.setContent(Exception.class, ours);
        message.getExchange().put(Exception.class, ours);
    }

    private static boolean isContractual(Fault fault) {
        if (fault instanceof SoapFault soap && Faults.hasServiceFault(soap)) {
            return true;
        }
        return fault.getCause() instanceof Exception cause
                && Faults.serviceException(cause).isPresent();
    }

    private static boolean isSender(Fault fault) {
        return fault.getFaultCode() != null
                && (fault.getFaultCode().equals(Soap12.getInstance().getSender())
                        || fault.getFaultCode().equals(Fault.FAULT_CODE_CLIENT));
    }

    private static boolean has(Throwable problem, Class<? extends Throwable> kind) {
        for (Throwable t = problem; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static String rootMessage(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
