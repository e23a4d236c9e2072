package io.jarrah.common.soap;

import io.jarrah.common.contract.ServiceException;
import io.jarrah.wsdl.types.FaultCodeType;
import io.jarrah.wsdl.types.ServiceFault;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.Soap12;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.helpers.DOMUtils;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A ServiceException on the wire: the element {@code serviceFault} in the detail of a SOAP fault. */
final class Faults {
    private static final String NAMESPACE = "urn:jarrah:types";

    private Faults() {}

    static ServiceFault info(ServiceException.Code code, String message) {
        ServiceFault info = new ServiceFault();
        info.setCode(FaultCodeType.fromValue(code.name()));
        info.setMessage(BasicTypes.text(message));
        return info;
    }

    /** For the interceptors, which run where no generated exception can be thrown. */
    static SoapFault soapFault(ServiceException.Code code, String message) {
        boolean ours = code == ServiceException.Code.INTERNAL || code == ServiceException.Code.UNAVAILABLE;
        QName side =
                ours ? Soap12.getInstance().getReceiver() : Soap12.getInstance().getSender();
        String text = BasicTypes.text(message);
        SoapFault fault = new SoapFault(text, side);
        fault.setDetail(detail(code, text));
        return fault;
    }

    static Element detail(ServiceException.Code code, String message) {
        Document document = DOMUtils.getEmptyDocument();
        Element detail = document.createElement("detail");
        Element info = document.createElementNS(NAMESPACE, "serviceFault");
        detail.appendChild(info);
        append(info, "code", code.name());
        append(info, "message", message);
        return detail;
    }

    private static void append(Element parent, String name, String text) {
        Element child = parent.getOwnerDocument().createElementNS(NAMESPACE, name);
        child.setTextContent(text);
        parent.appendChild(child);
    }

    static boolean hasServiceFault(SoapFault fault) {
        return fault.hasDetails()
                && DOMUtils.getFirstChildWithName(fault.getDetail(), NAMESPACE, "serviceFault") != null;
    }

    /** The service's own words when the exception is the contract's fault. */
    static Optional<ServiceException> serviceException(Exception e) {
        ServiceFault info =
                switch (e) {
                    case io.jarrah.wsdl.cluster.ServiceFault fault -> fault.getFaultInfo();
                    case io.jarrah.wsdl.node.ServiceFault fault -> fault.getFaultInfo();
                    case io.jarrah.wsdl.storage.ServiceFault fault -> fault.getFaultInfo();
                    case io.jarrah.wsdl.walrus.ServiceFault fault -> fault.getFaultInfo();
                    case io.jarrah.wsdl.identity.ServiceFault fault -> fault.getFaultInfo();
                    default -> null;
                };
        return Optional.ofNullable(info)
                .map(fault -> new ServiceException(
                        ServiceException.Code.valueOf(fault.getCode().value()), fault.getMessage(), e));
    }
}
