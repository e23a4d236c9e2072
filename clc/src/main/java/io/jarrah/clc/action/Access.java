package io.jarrah.clc.action;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What the authoriser asks before an action is executed: the policy on which resources, or nothing beyond a good signature.
 *
 * @param <Q> the request
 */
public final class Access<Q> {
    private final Optional<BiFunction<CallContext, Q, List<String>>> resources;

    private Access(Optional<BiFunction<CallContext, Q, List<String>>> resources) {
        this.resources = resources;
    }

    /** Anyone whose signature is good (STS GetCallerIdentity). */
    public static <Q> Access<Q> anySigner() {
        return new Access<>(Optional.empty());
    }

    /** The policies must allow the action on each of these ARNs. */
    public static <Q> Access<Q> to(BiFunction<CallContext, Q, List<String>> resources) {
        return new Access<>(Optional.of(resources));
    }

    /** The policies must allow the action on everything of that service in the caller's account; right for Describe actions. */
    public static <Q> Access<Q> toAccount(Api api) {
        return to((context, request) ->
                List.of("arn:aws:" + api.service() + ":" + context.region() + ":" + context.account() + ":*"));
    }

    /** The policies must allow the action on the cloud itself; only the cloud administrator's do. */
    public static <Q> Access<Q> toCloud(Api api) {
        return to((context, request) -> List.of("arn:aws:" + api.service() + ":" + context.region() + "::*"));
    }

    /** The ARNs to ask the policies about; empty when a good signature is enough. */
    public List<String> resources(CallContext context, Q request) {
        return resources.map(function -> function.apply(context, request)).orElse(List.of());
    }
}
