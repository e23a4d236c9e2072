package io.jarrah.common.soap;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.pki.TlsContexts;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Messages that are not what was signed, or not signed as they must be: refused, and nothing executed. */
class SoapAttackIT {
    /** SEC 2: the order of P-256. */
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private static SoapCloud cloud;

    @BeforeAll
    static void start() throws Exception {
        cloud = new SoapCloud();
    }

    @AfterAll
    static void stop() throws Exception {
        cloud.close();
    }

    @AfterEach
    void forget() {
        cloud.services.clear();
    }

    private static URI endpoint() {
        return cloud.server.endpoint(Contract.CLUSTER);
    }

    private static SignedRequest honest() {
        return new SignedRequest(cloud.clc, endpoint(), cloud.clock.instant());
    }

    private static void assertRefused(SignedRequest request, Document message) throws Exception {
        assertRefused(request.post(endpoint(), SignedRequest.bytes(message)));
    }

    private static void assertRefused(HttpResponse<String> response) {
        assertThat(cloud.services.calls()).isEmpty();
        assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(response.body()).doesNotContain("applyNetworkResponse");
    }

    private static Element one(Document document, String namespace, String name) {
        return (Element) document.getElementsByTagNameNS(namespace, name).item(0);
    }

    @Test
    void theHonestMessageIsTaken() throws Exception {
        SignedRequest request = honest();
        HttpResponse<String> response = request.post(endpoint(), SignedRequest.bytes(request.signed()));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(cloud.services.calls()).hasSize(1);
    }

    @Test
    void unsigned() throws Exception {
        SignedRequest request = honest();
        assertRefused(request, request.unsigned());
    }

    @Test
    void timestampOnly() throws Exception {
        SignedRequest request = honest();
        request.signBody = false;
        request.signedHeaders.clear();
        assertRefused(request, request.signed());
    }

    @Test
    void bodyNotSigned() throws Exception {
        SignedRequest request = honest();
        request.signBody = false;
        assertRefused(request, request.signed());
    }

    @Test
    void timestampNotSigned() throws Exception {
        SignedRequest request = honest();
        request.signTimestamp = false;
        assertRefused(request, request.signed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"To", "Action", "MessageID"})
    void headerNotSigned(String header) throws Exception {
        SignedRequest request = honest();
        request.signedHeaders.remove(header);
        assertRefused(request, request.signed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"To", "Action", "MessageID"})
    void headerMissing(String header) throws Exception {
        SignedRequest request = honest();
        String action = request.headers.get("Action");
        request.signedHeaders.remove(header);
        request.headers.remove(header);
        assertRefused(SignedRequest.post(
                TlsContexts.mutual(request.keys), endpoint(), SignedRequest.bytes(request.signed()), action));
    }

    @Test
    void noTimestamp() throws Exception {
        SignedRequest request = honest();
        Document message = request.signed();
        Element timestamp = one(message, MessageSecurity.WSU, "Timestamp");
        timestamp.getParentNode().removeChild(timestamp);
        assertRefused(request, message);
    }

    @Test
    void changedBody() throws Exception {
        SignedRequest request = honest();
        Document message = request.signed();
        one(message, "urn:jarrah:types", "generation").setTextContent("666");
        assertRefused(request, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"To", "Action", "MessageID"})
    void changedHeader(String header) throws Exception {
        SignedRequest request = honest();
        Document message = request.signed();
        Element element = one(message, MessageSecurity.WSA, header);
        element.setTextContent(element.getTextContent() + "x");
        assertRefused(request, message);
    }

    @Test
    void anUnsignedHeaderOfAnyKind() throws Exception {
        SignedRequest request = honest();
        Document message = request.signed();
        Element header = one(message, MessageSecurity.SOAP, "Header");
        Element extra = message.createElementNS("urn:other", "o:Extra");
        header.appendChild(extra);
        assertRefused(request, message);

        message = request.signed();
        Element second = (Element) one(message, MessageSecurity.WSA, "To").cloneNode(true);
        one(message, MessageSecurity.SOAP, "Header").appendChild(second);
        assertRefused(request, message);
    }

    @Test
    void answersElsewhere() throws Exception {
        SignedRequest request = honest();
        request.headers.put("ReplyTo", "<wsa:Address>https://127.0.0.1:1/elsewhere</wsa:Address>");
        request.signedHeaders.add("ReplyTo");
        request.post(endpoint(), SignedRequest.bytes(request.signed()));
        assertThat(cloud.services.calls()).isEmpty();
    }

    @Test
    void replay() throws Exception {
        SignedRequest request = honest();
        byte[] message = SignedRequest.bytes(request.signed());
        assertThat(request.post(endpoint(), message).statusCode()).isEqualTo(200);
        cloud.services.clear();
        assertRefused(request.post(endpoint(), message));
    }

    @Test
    void replayWithTheOtherValidFormOfTheSignature() throws Exception {
        SignedRequest request = honest();
        Document message = request.signed();
        byte[] first = SignedRequest.bytes(message);
        Element value = one(message, MessageSecurity.DS, "SignatureValue");
        byte[] signature = Base64.getMimeDecoder().decode(value.getTextContent());
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        byte[] other = ORDER.subtract(s).toByteArray();
        byte[] padded = new byte[32];
        int length = Math.min(32, other.length);
        System.arraycopy(other, other.length - length, padded, 32 - length, length);
        System.arraycopy(padded, 0, signature, 32, 32);
        value.setTextContent(Base64.getEncoder().encodeToString(signature));
        byte[] second = SignedRequest.bytes(message);

        assertThat(second).isNotEqualTo(first);
        assertThat(request.post(endpoint(), first).statusCode()).isEqualTo(200);
        cloud.services.clear();
        assertRefused(request.post(endpoint(), second));
    }

    @Test
    void aTamperedCopyDoesNotBurnTheMessage() throws Exception {
        SignedRequest request = honest();
        Document message = request.signed();
        byte[] original = SignedRequest.bytes(message);
        one(message, "urn:jarrah:types", "generation").setTextContent("666");
        assertRefused(request, message);
        assertThat(request.post(endpoint(), original).statusCode()).isEqualTo(200);
    }

    /** Where the signed Body goes when an evil one takes its place. */
    enum Wrapping {
        HEADER_SAME_ID,
        HEADER_OTHER_ID,
        AFTER_BODY_SAME_ID,
        AFTER_BODY_OTHER_ID,
        SECURITY_SAME_ID,
        SECURITY_OTHER_ID,
        INSIDE_EVIL_BODY,
        EVIL_IN_HEADER
    }

    @ParameterizedTest
    @EnumSource(Wrapping.class)
    void signatureWrapping(Wrapping wrapping) throws Exception {
        SignedRequest request = honest();
        Document message = request.signed();
        Element envelope = message.getDocumentElement();
        Element body = one(message, MessageSecurity.SOAP, "Body");
        Element header = one(message, MessageSecurity.SOAP, "Header");
        Element evil = evilBody(body, wrapping.name().endsWith("SAME_ID"));
        if (wrapping == Wrapping.EVIL_IN_HEADER) {
            header.appendChild(evil);
            assertRefused(request, message);
            return;
        }
        envelope.replaceChild(evil, body);
        switch (wrapping) {
            case HEADER_SAME_ID, HEADER_OTHER_ID -> wrapper(message, header).appendChild(body);
            case AFTER_BODY_SAME_ID, AFTER_BODY_OTHER_ID -> envelope.appendChild(body);
            case SECURITY_SAME_ID, SECURITY_OTHER_ID ->
                one(message, MessageSecurity.WSSE, "Security").appendChild(body);
            case INSIDE_EVIL_BODY -> evil.appendChild(body);
            case EVIL_IN_HEADER -> throw new IllegalStateException("handled above");
        }
        assertRefused(request, message);
    }

    private static Element evilBody(Element body, boolean sameId) {
        Element evil = (Element) body.cloneNode(true);
        if (!sameId) {
            evil.setAttributeNS(MessageSecurity.WSU, "wsu:Id", "evil-1");
        }
        Node generation =
                evil.getElementsByTagNameNS("urn:jarrah:types", "generation").item(0);
        generation.setTextContent("666");
        return evil;
    }

    private static Element wrapper(Document message, Element header) {
        Element wrapper = message.createElementNS("urn:other", "o:Wrapper");
        header.appendChild(wrapper);
        return wrapper;
    }

    @Test
    void wrappedTo() throws Exception {
        SignedRequest request = honest();
        request.headers.put("To", "https://127.0.0.1:1/services/Cluster");
        Document message = request.signed();
        Element to = one(message, MessageSecurity.WSA, "To");
        Element header = one(message, MessageSecurity.SOAP, "Header");
        Element evil = (Element) to.cloneNode(true);
        evil.setTextContent(endpoint().toString());
        header.replaceChild(evil, to);
        wrapper(message, header).appendChild(to);
        assertRefused(request, message);
    }

    @Test
    void weakAlgorithms() throws Exception {
        SignedRequest request = honest();
        request.signatureAlgorithm = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1";
        assertRefused(request, request.signed());
        request = honest();
        request.digestAlgorithm = "http://www.w3.org/2000/09/xmldsig#sha1";
        assertRefused(request, request.signed());
    }

    @Test
    void anotherActionInHttpOrInTheMessage() throws Exception {
        SignedRequest request = honest();
        assertRefused(SignedRequest.post(
                TlsContexts.mutual(request.keys),
                endpoint(),
                SignedRequest.bytes(request.signed()),
                "urn:jarrah:cluster:terminateInstances"));
        request = honest();
        request.headers.put("Action", "urn:jarrah:cluster:terminateInstances");
        assertRefused(request, request.signed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<applyNetwork xmlns=\"urn:jarrah:cluster\"/>",
                "<applyNetwork xmlns=\"urn:jarrah:cluster\"><correlation>a b</correlation>"
                        + "<document><generation xmlns=\"urn:jarrah:types\">1</generation></document></applyNetwork>",
                "<applyNetwork xmlns=\"urn:jarrah:cluster\"><correlation>a</correlation>"
                        + "<document><generation xmlns=\"urn:jarrah:types\">many</generation></document></applyNetwork>",
                "<destroyEverything xmlns=\"urn:jarrah:cluster\"/>",
                "<describeNode xmlns=\"urn:jarrah:node\"><correlation>a</correlation></describeNode>",
                ""
            })
    void signedNonsense(String body) throws Exception {
        SignedRequest request = honest();
        request.body = body;
        HttpResponse<String> response = request.post(endpoint(), SignedRequest.bytes(request.signed()));
        assertRefused(response);
        assertThat(response.body()).contains("INVALID");
    }

    @Test
    void xmlBombs() throws Exception {
        SignedRequest request = honest();
        String honest = new String(SignedRequest.bytes(request.signed()), StandardCharsets.UTF_8);
        String bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
        List<String> messages = List.of(
                bomb + honest,
                bomb + honest.replace("attack-1", "&b;"),
                "<a>".repeat(100_000),
                honest.replace("<soap:Body", "<soap:Body " + attributes(1000)),
                "not xml at all",
                "");
        for (String message : messages) {
            assertRefused(request.post(endpoint(), message.getBytes(StandardCharsets.UTF_8)));
        }
        byte[] large = new byte[(16 << 20) + 1];
        Arrays.fill(large, (byte) ' ');
        try {
            assertRefused(request.post(endpoint(), large));
        } catch (java.io.IOException e) {
            // The server may close the connection before it read all of it.
            assertThat(cloud.services.calls()).isEmpty();
        }
        theHonestMessageIsTaken();
    }

    private static String attributes(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("a").append(i).append("=\"x\" ");
        }
        return text.toString();
    }

    @Test
    void onlyPostsAreRead() throws Exception {
        try (java.net.http.HttpClient client = java.net.http.HttpClient.newBuilder()
                .sslContext(TlsContexts.mutual(cloud.clc))
                .build()) {
            for (String path : List.of("/services/Cluster?wsdl", "/services", "/services/", "/")) {
                HttpResponse<String> response = client.send(
                        java.net.http.HttpRequest.newBuilder(
                                        cloud.server.uri("/").resolve(path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(response.statusCode()).isEqualTo(405);
            }
        }
    }
}
