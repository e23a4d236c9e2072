package io.jarrah.common.soap;

import io.jarrah.common.pki.KeyMaterial;
import io.jarrah.common.pki.TlsContexts;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.cxf.staxutils.StaxUtils;
import org.apache.wss4j.common.WSEncryptionPart;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.message.WSSecHeader;
import org.apache.wss4j.dom.message.WSSecSignature;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A request made by hand, honest unless told otherwise: what an attacker with a valid key could send. */
final class SignedRequest {
    static final String APPLY_NETWORK = "<applyNetwork xmlns=\"urn:jarrah:cluster\"><correlation>attack-1</correlation>"
            + "<document><generation xmlns=\"urn:jarrah:types\">%d</generation></document></applyNetwork>";

    final Map<String, String> headers = new LinkedHashMap<>();
    final List<String> signedHeaders = new ArrayList<>(List.of("To", "Action", "MessageID"));
    boolean signBody = true;
    boolean signTimestamp = true;
    String signatureAlgorithm = MessageSecurity.SIGNATURE_ALGORITHM;
    String digestAlgorithm = MessageSecurity.DIGEST_ALGORITHM;
    Instant created;
    Instant expires;
    String body = String.format(APPLY_NETWORK, 1);
    KeyMaterial keys;

    SignedRequest(KeyMaterial keys, URI to, Instant now) {
        this.keys = keys;
        this.created = now;
        this.expires = now.plusSeconds(MessageSecurity.TIME_TO_LIVE);
        headers.put("To", to.toString());
        headers.put("Action", "urn:jarrah:cluster:applyNetwork");
        headers.put("MessageID", "urn:uuid:" + UUID.randomUUID());
    }

    /** The envelope with no Security header. */
    Document unsigned() throws Exception {
        StringBuilder xml = new StringBuilder("<soap:Envelope xmlns:soap=\"" + MessageSecurity.SOAP + "\" xmlns:wsa=\""
                + MessageSecurity.WSA + "\"><soap:Header>");
        headers.forEach(
                (name, value) -> xml.append("<wsa:" + name + ">").append(value).append("</wsa:" + name + ">"));
        xml.append("</soap:Header><soap:Body>").append(body).append("</soap:Body></soap:Envelope>");
        return parse(xml.toString());
    }

    static Document parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    Document signed() throws Exception {
        Document document = unsigned();
        WSSecHeader security = new WSSecHeader(document);
        Element header = security.insertSecurityHeader();
        header.appendChild(timestamp(document));
        Merlin crypto = new Merlin();
        crypto.setKeyStore(TlsContexts.keyStore(keys));
        WSSecSignature signature = new WSSecSignature(security);
        signature.setUserInfo("key", TlsContexts.keyStorePassword());
        signature.setKeyIdentifierType(WSConstants.BST_DIRECT_REFERENCE);
        signature.setSignatureAlgorithm(signatureAlgorithm);
        signature.setDigestAlgo(digestAlgorithm);
        signature.setSigCanonicalization(MessageSecurity.CANONICALIZATION);
        if (signBody) {
            signature.getParts().add(new WSEncryptionPart("Body", MessageSecurity.SOAP, ""));
        }
        if (signTimestamp) {
            signature.getParts().add(new WSEncryptionPart("Timestamp", MessageSecurity.WSU, ""));
        }
        signedHeaders.forEach(name -> signature.getParts().add(new WSEncryptionPart(name, MessageSecurity.WSA, "")));
        signature.build(crypto);
        return document;
    }

    private Element timestamp(Document document) {
        Element timestamp = document.createElementNS(MessageSecurity.WSU, "wsu:Timestamp");
        timestamp.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:wsu", MessageSecurity.WSU);
        timestamp.setAttributeNS(MessageSecurity.WSU, "wsu:Id", "TS-1");
        append(timestamp, "wsu:Created", created);
        append(timestamp, "wsu:Expires", expires);
        return timestamp;
    }

    private static void append(Element parent, String name, Instant time) {
        Element child = parent.getOwnerDocument().createElementNS(MessageSecurity.WSU, name);
        child.setTextContent(time.truncatedTo(ChronoUnit.MILLIS).toString());
        parent.appendChild(child);
    }

    static byte[] bytes(Document document) {
        return StaxUtils.toString(document.getDocumentElement()).getBytes(StandardCharsets.UTF_8);
    }

    /** Sends bytes as a TLS client with that context and returns status and body. */
    static HttpResponse<String> post(SSLContext tls, URI to, byte[] message, String action) throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            return client.send(
                    HttpRequest.newBuilder(to)
                            .header("Content-Type", "application/soap+xml; charset=utf-8; action=\"" + action + "\"")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(message))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    HttpResponse<String> post(URI to, byte[] message) throws Exception {
        return post(TlsContexts.mutual(keys), to, message, headers.get("Action"));
    }
}
