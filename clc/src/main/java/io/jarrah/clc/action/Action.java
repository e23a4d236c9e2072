package io.jarrah.clc.action;

import java.util.List;

/**
 * A line of the {@link ActionTable}.
 *
 * @param name as clients send it
 * @param api the API it belongs to
 * @param requestType what the codec decodes the parameters into
 * @param operation what it does
 * @param access who may
 */
public record Action<Q, R>(
        String name, Api api, Class<Q> requestType, Operation<? super Q, ? extends R> operation, Access<Q> access) {
    /** The action's name in policies, such as {@code ec2:RunInstances}. */
    public String policyName() {
        return api.service() + ":" + name;
    }

    /** The ARNs the caller must be allowed to act on. */
    public List<String> resources(CallContext context, Object request) {
        return access.resources(context, requestType.cast(request));
    }

    /** Executes the operation on a request of {@link #requestType}. */
    public R execute(CallContext context, Object request) {
        return operation.execute(context, requestType.cast(request));
    }
}
