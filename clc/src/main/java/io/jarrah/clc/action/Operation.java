package io.jarrah.clc.action;

/**
 * One API action. It validates, reads or writes in at most one transaction, and answers; it never calls another service.
 *
 * @param <Q> the request, decoded
 * @param <R> the response, to be encoded
 */
@FunctionalInterface
public interface Operation<Q, R> {
    /**
     * Does it.
     *
     * @throws ApiException what the caller is to read
     */
    R execute(CallContext context, Q request);
}
