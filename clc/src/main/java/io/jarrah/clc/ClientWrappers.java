package io.jarrah.clc;

import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.StorageService;
import java.util.function.UnaryOperator;

/**
 * What is put around the clients of other services, to make them fail in tests.
 *
 * @param clusters around the client of a cluster controller
 * @param storage around the client of a storage controller
 */
public record ClientWrappers(UnaryOperator<ClusterService> clusters, UnaryOperator<StorageService> storage) {
    /** Nothing. */
    public static final ClientWrappers NONE = new ClientWrappers(UnaryOperator.identity(), UnaryOperator.identity());
}
