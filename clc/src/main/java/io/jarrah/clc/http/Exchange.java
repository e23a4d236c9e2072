package io.jarrah.clc.http;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.sign.HttpRequestView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request, read whole, and what becomes known about it on its way; used by one thread. */
final class Exchange {
    private final Correlation correlation;
    private final HttpRequestView view;
    private final Map<String, List<String>> parameters;
    private final byte[] body;
    private @Nullable VerifiedPrincipal caller;
    private String action = "";

    Exchange(Correlation correlation, HttpRequestView view, Map<String, List<String>> parameters, byte[] body) {
        this.correlation = correlation;
        this.view = view;
        this.parameters = parameters;
        this.body = body;
    }

    Correlation correlation() {
        return correlation;
    }

    String requestId() {
        return correlation.id();
    }

    HttpRequestView view() {
        return view;
    }

    Map<String, List<String>> parameters() {
        return parameters;
    }

    byte[] body() {
        return body;
    }

    void authenticated(VerifiedPrincipal principal) {
        caller = principal;
    }

    /** Only names from an action table, so that a stranger cannot fill log and metrics. */
    void routed(String name) {
        action = name;
    }

    String account() {
        VerifiedPrincipal known = caller;
        return known == null ? "-" : known.accountId().value();
    }

    String user() {
        VerifiedPrincipal known = caller;
        return known == null ? "-" : known.arn();
    }

    String action() {
        return action.isEmpty() ? "-" : action;
    }
}
