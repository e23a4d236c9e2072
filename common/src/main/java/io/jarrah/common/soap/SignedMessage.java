package io.jarrah.common.soap;

import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.pki.CertificateSubject;
import io.jarrah.common.pki.Fingerprints;
import io.jarrah.common.pki.PkiException;
import jakarta.xml.soap.SOAPMessage;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.helpers.DOMUtils;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.WSDataRef;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.WSHandlerConstants;
import org.apache.wss4j.dom.handler.WSHandlerResult;
import org.apache.wss4j.dom.message.token.Timestamp;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What of a message is covered by its one good signature. WSS4J alone accepts a signature over less, or over an element that was moved; so this looks at
 * the envelope itself: its Body, its Timestamp and every header must be the very elements that were signed, there is one of each, and nothing else is there.
 *
 * @param signer the certificate that signed, issued by the cloud's authority
 * @param subject whose it is
 * @param fingerprint its SHA-256
 * @param created when it was signed, by the sender's clock
 * @param expires when it is of no more use
 * @param addressing wsa header name to text
 * @param content the element in the Body; empty for an empty Body
 */
record SignedMessage(
        X509Certificate signer,
        CertificateSubject subject,
        String fingerprint,
        Instant created,
        Instant expires,
        Map<String, String> addressing,
        Optional<QName> content) {
    /** The addressing headers that may stand in a message, each once; all are signed. */
    static final Set<String> ADDRESSING = Set.of("To", "Action", "MessageID", "ReplyTo", "RelatesTo");

    private static final Set<QName> SECURITY_PARTS = Set.of(
            new QName(MessageSecurity.WSSE, "BinarySecurityToken"),
            new QName(MessageSecurity.WSU, "Timestamp"),
            new QName(MessageSecurity.DS, "Signature"));
    private static final int MAX_HEADER_CHARACTERS = 1024;

    Optional<String> header(String name) {
        return Optional.ofNullable(addressing.get(name));
    }

    static SignedMessage of(SoapMessage message) {
        WSHandlerResult result = onlyResult(message);
        WSSecurityEngineResult signature = only(result, WSConstants.SIGN);
        Timestamp timestamp = part(only(result, WSConstants.TS), WSSecurityEngineResult.TAG_TIMESTAMP, Timestamp.class);
        Set<Node> signed = signedElements(signature);

        List<Element> parts = children(envelope(message));
        require(
                parts.size() == 2
                        && isNamed(parts.getFirst(), MessageSecurity.SOAP, "Header")
                        && isNamed(parts.getLast(), MessageSecurity.SOAP, "Body"),
                "an envelope holds one Header and one Body");
        Element body = parts.getLast();
        require(signed.contains(raw(body)), "the Body is not signed");
        require(signed.contains(raw(timestamp.getElement())), "the Timestamp is not signed");
        Map<String, String> addressing = headers(parts.getFirst(), timestamp, signed);

        List<Element> content = children(body);
        require(content.size() <= 1, "a Body holds one element");
        X509Certificate certificate =
                part(signature, WSSecurityEngineResult.TAG_X509_CERTIFICATE, X509Certificate.class);
        return new SignedMessage(
                certificate,
                subject(certificate),
                Fingerprints.of(certificate),
                timestamp.getCreated(),
                timestamp.getExpires(),
                addressing,
                content.stream().map(SignedMessage::name).findFirst());
    }

    private static WSHandlerResult onlyResult(SoapMessage message) {
        if (message.get(WSHandlerConstants.RECV_RESULTS) instanceof List<?> list
                && list.size() == 1
                && list.getFirst() instanceof WSHandlerResult result) {
            return result;
        }
        throw refusal("a message has one Security header");
    }

    private static <T> T part(WSSecurityEngineResult result, String tag, Class<T> type) {
        if (type.isInstance(result.get(tag))) {
            return type.cast(result.get(tag));
        }
        throw refusal("the Security header has no " + tag);
    }

    private static WSSecurityEngineResult only(WSHandlerResult result, int action) {
        List<WSSecurityEngineResult> found = new ArrayList<>();
        for (WSSecurityEngineResult one : result.getResults()) {
            if (Integer.valueOf(action).equals(one.get(WSSecurityEngineResult.TAG_ACTION))) {
                found.add(one);
            }
        }
        require(found.size() == 1, "a message has one Signature and one Timestamp");
        return found.getFirst();
    }

    private static Set<Node> signedElements(WSSecurityEngineResult signature) {
        require(
                MessageSecurity.SIGNATURE_ALGORITHM.equals(signature.get(WSSecurityEngineResult.TAG_SIGNATURE_METHOD))
                        && MessageSecurity.CANONICALIZATION.equals(
                                signature.get(WSSecurityEngineResult.TAG_CANONICALIZATION_METHOD)),
                "signatures are ECDSA with SHA-256 over exclusive canonical XML");
        Set<Node> signed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Object item : part(signature, WSSecurityEngineResult.TAG_DATA_REF_URIS, List.class)) {
            WSDataRef reference = (WSDataRef) item;
            require(
                    MessageSecurity.DIGEST_ALGORITHM.equals(reference.getDigestAlgorithm())
                            && List.of(MessageSecurity.CANONICALIZATION).equals(reference.getTransformAlgorithms()),
                    "digests are SHA-256 over exclusive canonical XML");
            signed.add(raw(reference.getProtectedElement()));
        }
        return signed;
    }

    /** Every header but Security is a signed addressing header; Security holds one token, one timestamp, one signature. */
    private static Map<String, String> headers(Element header, Timestamp timestamp, Set<Node> signed) {
        Map<String, String> addressing = new HashMap<>();
        int security = 0;
        for (Element child : children(header)) {
            if (isNamed(child, MessageSecurity.WSSE, "Security")) {
                security++;
                requireSecurityParts(child, timestamp);
                continue;
            }
            require(
                    MessageSecurity.WSA.equals(child.getNamespaceURI()) && ADDRESSING.contains(child.getLocalName()),
                    "the header " + name(child) + " is not one of ours");
            require(signed.contains(raw(child)), "the header " + child.getLocalName() + " is not signed");
            String text = child.getTextContent().strip();
            require(text.length() <= MAX_HEADER_CHARACTERS, "the header " + child.getLocalName() + " is too long");
            require(
                    addressing.put(child.getLocalName(), text) == null,
                    "the header " + child.getLocalName() + " stands twice");
        }
        require(security == 1, "a message has one Security header");
        return Map.copyOf(addressing);
    }

    private static void requireSecurityParts(Element security, Timestamp timestamp) {
        List<Element> parts = children(security);
        require(
                parts.size() == SECURITY_PARTS.size()
                        && SECURITY_PARTS.equals(
                                parts.stream().map(SignedMessage::name).collect(java.util.stream.Collectors.toSet())),
                "the Security header holds one token, one Timestamp and one Signature");
        require(
                parts.stream().anyMatch(part -> raw(part) == raw(timestamp.getElement())),
                "the Timestamp stands elsewhere");
    }

    private static CertificateSubject subject(X509Certificate certificate) {
        try {
            return CertificateSubject.of(certificate);
        } catch (PkiException e) {
            throw refusal("the signer is no component: " + e.getMessage());
        }
    }

    private static Element envelope(SoapMessage message) {
        SOAPMessage saaj = message.getContent(SOAPMessage.class);
        return saaj.getSOAPPart().getDocumentElement();
    }

    private static List<Element> children(Element parent) {
        List<Element> elements = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static QName name(Element element) {
        String namespace = element.getNamespaceURI();
        return new QName(namespace == null ? "" : namespace, element.getLocalName());
    }

    private static boolean isNamed(Element element, String namespace, String name) {
        return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
    }

    /** SAAJ wraps DOM nodes; the wrapped ones have an identity. */
    private static Node raw(Node node) {
        return DOMUtils.getDomElement(node);
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw refusal(what);
        }
    }

    private static Refusal refusal(String what) {
        return new Refusal(ServiceException.Code.ACCESS_DENIED, "refused: " + what);
    }
}
