package io.jarrah.common.join;

import io.jarrah.common.contract.Component;
import java.util.List;

/** What travels when a component joins, as JSON. */
final class JoinMessages {
    /** Larger ones are refused: a request is about 1 KiB. */
    static final int MAX_REQUEST_BYTES = 16 << 10;
    /** An answer carries the registry. */
    static final int MAX_ANSWER_BYTES = 8 << 20;

    private JoinMessages() {}

    /**
     * A component asks for its certificate.
     *
     * @param token the whole token
     * @param csr PKCS#10 as PEM
     * @param endpoint https URL of its SOAP service
     */
    record Request(String token, String csr, String endpoint) {
        @Override
        public String toString() {
            return "Request[" + endpoint + "]";
        }
    }

    /** The certificate, the authority's, and who else is there. */
    record Answer(String certificate, String authority, List<Component> components) {}

    /** Why not. */
    record Refusal(String message) {}
}
