package io.jarrah.clc.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.clc.action.Action;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.action.Api;
import io.jarrah.clc.action.ApiError;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.QueryError;
import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.state.StateMapper;
import java.io.IOException;
import java.util.Map;

/** The admin API: {@code POST /services/Admin/ACTION} with a JSON object, answered with one (docs/admin-api.md). */
final class AdminEndpoint implements Endpoint {
    private final ActionTable table;
    private final Authentication authentication;
    private final ObjectMapper mapper = StateMapper.create()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    AdminEndpoint(ActionTable table, Authentication authentication) {
        this.table = table;
        this.authentication = authentication;
    }

    @Override
    public Api api() {
        return table.api();
    }

    @Override
    public Answer answer(Exchange exchange) {
        VerifiedPrincipal caller =
                authentication.authenticator().authenticate(api(), exchange.view(), Map.of(), exchange.body());
        exchange.authenticated(caller);
        if (!exchange.view().method().equals("POST")) {
            throw QueryError.UNSUPPORTED_PROTOCOL.because("Send a POST with a JSON object");
        }
        Action<?, ?> action = table.find(Routes.adminAction(exchange.view().rawPath()));
        exchange.routed(action.name());
        CallContext context = new CallContext(
                caller,
                exchange.correlation(),
                authentication.clock().instant(),
                authentication.region(),
                action.name());
        Object request = read(action, exchange.body());
        authentication.authorizer().require(context, action, request);
        return Answer.json(write(action.execute(context, request)));
    }

    private Object read(Action<?, ?> action, byte[] body) {
        try {
            byte[] json = body.length == 0 ? new byte[] {'{', '}'} : body;
            Object request = mapper.readValue(json, action.requestType());
            if (request == null) {
                throw QueryError.VALIDATION_ERROR.because("The body must be a JSON object");
            }
            return request;
        } catch (JsonProcessingException bad) {
            throw new ApiException(
                    QueryError.VALIDATION_ERROR, "The body cannot be read: " + bad.getOriginalMessage(), bad);
        } catch (IOException impossible) {
            throw new IllegalStateException("an array was read", impossible);
        }
    }

    private byte[] write(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("an answer of the admin API has no JSON form", defect);
        }
    }

    @Override
    public Answer error(ApiError error, String message, String requestId) {
        byte[] body = write(Map.of("error", Map.of("code", error.code(), "message", message), "requestId", requestId));
        return Answer.jsonError(error.httpStatus(), error.code(), body);
    }

    @Override
    public ApiError internalError() {
        return QueryError.INTERNAL_FAILURE;
    }

    @Override
    public ApiError unavailable() {
        return QueryError.SERVICE_UNAVAILABLE;
    }
}
