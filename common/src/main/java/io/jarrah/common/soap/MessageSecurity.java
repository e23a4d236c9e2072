package io.jarrah.common.soap;

import io.jarrah.common.pki.KeyMaterial;
import io.jarrah.common.pki.TlsContexts;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import org.apache.cxf.endpoint.Endpoint;
import org.apache.cxf.interceptor.InterceptorProvider;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.staxutils.StaxUtils;
import org.apache.cxf.ws.security.SecurityConstants;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.cxf.ws.security.wss4j.WSS4JOutInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.crypto.WSProviderConfig;
import org.apache.wss4j.common.ext.WSPasswordCallback;

/** WS-Security of both ends: a timestamp, and an ECDSA P-256 signature over Body, Timestamp and the addressing headers, with the own certificate inside. */
final class MessageSecurity {
    static final String SIGNATURE_ALGORITHM = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
    static final String DIGEST_ALGORITHM = "http://www.w3.org/2001/04/xmlenc#sha256";
    static final String CANONICALIZATION = "http://www.w3.org/2001/10/xml-exc-c14n#";
    static final String WSA = "http://www.w3.org/2005/08/addressing";
    static final String WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    static final String WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    static final String DS = "http://www.w3.org/2000/09/xmldsig#";
    static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";

    /** How old a message may be, in seconds. */
    static final int TIME_TO_LIVE = 60;
    /** How far another host's clock may be ahead, in seconds. */
    static final int CLOCK_SKEW = 20;

    private static final String CRYPTO = "jarrah.crypto";
    private static final int MAX_DEPTH = 40;
    private static final int MAX_ATTRIBUTES = 40;
    private static final int MAX_ATTRIBUTE_CHARACTERS = 8192;
    private static final int MAX_CHILDREN = 200_000;
    private static final int MAX_ELEMENTS = 2_000_000;

    private final Map<String, Object> in;
    private final Map<String, Object> out;

    MessageSecurity(KeyMaterial keys) {
        // XML signatures by Santuario; Bouncy Castle is not registered for it.
        WSProviderConfig.init(true, false, false);
        Merlin crypto = new Merlin();
        crypto.setKeyStore(TlsContexts.keyStore(keys));
        crypto.setTrustStore(TlsContexts.trustStore(keys.authority()));
        this.out = outgoing(crypto);
        this.in = incoming(crypto);
    }

    private static Map<String, Object> outgoing(Merlin crypto) {
        Map<String, Object> map = new HashMap<>();
        map.put(ConfigurationConstants.ACTION, "Timestamp Signature");
        map.put(ConfigurationConstants.SIGNATURE_USER, "key");
        map.put(ConfigurationConstants.PW_CALLBACK_REF, (CallbackHandler) MessageSecurity::answerPassword);
        map.put(CRYPTO, crypto);
        map.put(ConfigurationConstants.SIG_PROP_REF_ID, CRYPTO);
        map.put(ConfigurationConstants.SIG_KEY_ID, "DirectReference");
        map.put(ConfigurationConstants.SIG_ALGO, SIGNATURE_ALGORITHM);
        map.put(ConfigurationConstants.SIG_DIGEST_ALGO, DIGEST_ALGORITHM);
        map.put(ConfigurationConstants.SIG_C14N_ALGO, CANONICALIZATION);
        map.put(ConfigurationConstants.TTL_TIMESTAMP, Integer.toString(TIME_TO_LIVE));
        map.put(ConfigurationConstants.SIGNATURE_PARTS, "{}{" + WSU + "}Timestamp;{}{" + SOAP + "}Body;");
        StringBuilder optional = new StringBuilder();
        for (String header : SignedMessage.ADDRESSING) {
            optional.append("{}{").append(WSA).append('}').append(header).append(';');
        }
        map.put(ConfigurationConstants.OPTIONAL_SIGNATURE_PARTS, optional.toString());
        return Map.copyOf(map);
    }

    private static Map<String, Object> incoming(Merlin crypto) {
        Map<String, Object> map = new HashMap<>();
        map.put(ConfigurationConstants.ACTION, "Timestamp Signature");
        map.put(CRYPTO, crypto);
        map.put(ConfigurationConstants.SIG_VER_PROP_REF_ID, CRYPTO);
        map.put(ConfigurationConstants.TTL_TIMESTAMP, Integer.toString(TIME_TO_LIVE));
        map.put(ConfigurationConstants.TTL_FUTURE_TIMESTAMP, Integer.toString(CLOCK_SKEW));
        map.put(ConfigurationConstants.TIMESTAMP_STRICT, "true");
        map.put(ConfigurationConstants.REQUIRE_TIMESTAMP_EXPIRES, "true");
        map.put(ConfigurationConstants.IS_BSP_COMPLIANT, "true");
        // Who may speak is decided by the gates, from the certificate; this only says that we know.
        map.put(ConfigurationConstants.SIG_SUBJECT_CERT_CONSTRAINTS, ".*");
        return Map.copyOf(map);
    }

    private static void answerPassword(Callback[] callbacks) {
        for (Callback callback : callbacks) {
            if (callback instanceof WSPasswordCallback password) {
                password.setPassword(TlsContexts.keyStorePassword());
            }
        }
    }

    /** Signs what goes out and verifies what comes in; {@code gate} then decides whether the verified message is acceptable. */
    void protect(InterceptorProvider endpoint, GateInterceptor gate) {
        endpoint.getInInterceptors().add(new WSS4JInInterceptor(new HashMap<>(in)));
        endpoint.getInInterceptors().add(gate);
        endpoint.getOutInterceptors().add(new WSS4JOutInterceptor(new HashMap<>(out)));
        endpoint.getOutFaultInterceptors().add(new WSS4JOutInterceptor(new HashMap<>(out)));
    }

    /** Limits for the parser, schema validation of what comes in, and WSS4J's own replay cache off: the gates refuse replays. */
    static void limit(Endpoint endpoint) {
        endpoint.put(StaxUtils.MAX_ELEMENT_DEPTH, Integer.toString(MAX_DEPTH));
        endpoint.put(StaxUtils.MAX_ATTRIBUTE_COUNT, Integer.toString(MAX_ATTRIBUTES));
        endpoint.put(StaxUtils.MAX_ATTRIBUTE_SIZE, Integer.toString(MAX_ATTRIBUTE_CHARACTERS));
        endpoint.put(StaxUtils.MAX_CHILD_ELEMENTS, Integer.toString(MAX_CHILDREN));
        endpoint.put(StaxUtils.MAX_ELEMENT_COUNT, Integer.toString(MAX_ELEMENTS));
        endpoint.put(org.apache.cxf.message.Message.SCHEMA_VALIDATION_ENABLED, "IN");
        // Failures are logged once, by the edges.
        endpoint.put(FaultListener.class.getName(), (FaultListener) (exception, description, message) -> false);
        endpoint.put(SecurityConstants.ENABLE_TIMESTAMP_CACHE, "false");
        endpoint.put(SecurityConstants.ENABLE_NONCE_CACHE, "false");
        endpoint.put(SecurityConstants.ENABLE_SAML_ONE_TIME_USE_CACHE, "false");
    }
}
