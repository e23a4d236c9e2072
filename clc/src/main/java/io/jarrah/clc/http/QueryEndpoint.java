package io.jarrah.clc.http;

import io.jarrah.clc.action.Action;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.action.Api;
import io.jarrah.clc.action.ApiError;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.QueryError;
import io.jarrah.common.aws.DecodedRequest;
import io.jarrah.common.aws.QueryCodec;
import io.jarrah.common.aws.QueryException;
import io.jarrah.common.contract.VerifiedPrincipal;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;

/** EC2, IAM or STS: authenticate, look the action up, decode, authorise, execute, encode. */
final class QueryEndpoint implements Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(QueryEndpoint.class);

    private final ActionTable table;
    private final QueryCodec codec;
    private final Authentication authentication;

    QueryEndpoint(ActionTable table, QueryCodec codec, Authentication authentication) {
        this.table = table;
        this.codec = codec;
        this.authentication = authentication;
    }

    @Override
    public Api api() {
        return table.api();
    }

    @Override
    public Answer answer(Exchange exchange) {
        VerifiedPrincipal caller = authentication
                .authenticator()
                .authenticate(api(), exchange.view(), exchange.parameters(), exchange.body());
        exchange.authenticated(caller);
        try {
            return execute(exchange, caller);
        } catch (QueryException refused) {
            throw new ApiException(new BadQuery(refused.code()), String.valueOf(refused.getMessage()), refused);
        }
    }

    private Answer execute(Exchange exchange, VerifiedPrincipal caller) {
        List<String> names = exchange.parameters().getOrDefault("Action", List.of());
        if (names.isEmpty() || names.getFirst().isEmpty()) {
            throw new ApiException(
                    isEc2() ? Ec2Error.MISSING_ACTION : QueryError.MISSING_ACTION,
                    "The request must contain the parameter Action");
        }
        Action<?, ?> action = table.find(names.getFirst());
        exchange.routed(action.name());
        DecodedRequest decoded = codec.decode(action.name(), exchange.parameters());
        if (!decoded.unknownParameters().isEmpty()) {
            LOG.info("{} has unknown parameters, ignored: {}", action.name(), shown(decoded.unknownParameters()));
        }
        CallContext context = new CallContext(
                caller,
                exchange.correlation(),
                authentication.clock().instant(),
                authentication.region(),
                action.name());
        authentication.authorizer().require(context, action, decoded.request());
        refuseDryRun(decoded.request());
        if (!(action.execute(context, decoded.request()) instanceof SdkPojo response)) {
            throw new IllegalStateException(action.name() + " answered with something the codec cannot encode");
        }
        return Answer.xml(codec.encode(action.name(), response, exchange.requestId(), decoded.version()));
    }

    private void refuseDryRun(SdkRequest request) {
        boolean dryRun =
                isEc2() && request.getValueForField("DryRun", Boolean.class).orElse(false);
        if (dryRun) {
            throw Ec2Error.DRY_RUN_OPERATION.because("Request would have succeeded, but DryRun flag is set.");
        }
    }

    /** Names only, never values: a secret may have been sent under the wrong name. */
    private static List<String> shown(List<String> names) {
        return names.stream()
                .limit(10)
                .map(name -> name.length() > 64 ? name.substring(0, 64) + "…" : name)
                .map(name -> name.replaceAll("[^A-Za-z0-9._:-]", "?"))
                .toList();
    }

    @Override
    public Answer error(ApiError error, String message, String requestId) {
        boolean sender = error.category() == ApiError.Category.USER;
        return Answer.xmlError(
                error.httpStatus(), error.code(), codec.encodeError(error.code(), message, requestId, sender));
    }

    @Override
    public ApiError internalError() {
        return isEc2() ? Ec2Error.INTERNAL_ERROR : QueryError.INTERNAL_FAILURE;
    }

    @Override
    public ApiError unavailable() {
        return isEc2() ? Ec2Error.UNAVAILABLE : QueryError.SERVICE_UNAVAILABLE;
    }

    private boolean isEc2() {
        return api() == Api.EC2;
    }

    /** A request the codec could not read; the codec knows the API's code for it. */
    private record BadQuery(String code) implements ApiError {
        @Override
        public int httpStatus() {
            return 400;
        }

        @Override
        public Category category() {
            return Category.USER;
        }
    }
}
