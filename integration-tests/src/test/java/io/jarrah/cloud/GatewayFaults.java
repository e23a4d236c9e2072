package io.jarrah.cloud;

import io.jarrah.clc.testing.FaultInjector;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.StorageService;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A fault that can be set anew while the cloud runs, in all calls between the services. */
final class GatewayFaults {
    private volatile FaultInjector current = FaultInjector.counting();

    /** From now on counts anew, and lets that call fail once. */
    void arm(FaultInjector.When when, int call) {
        current = new FaultInjector(when, call, () -> {});
    }

    void disarm() {
        current = FaultInjector.counting();
    }

    /** Whether a call failed since it was armed. */
    boolean struck() {
        return current.struck();
    }

    ClusterService cluster(ClusterService real) {
        return wrap(ClusterService.class, real);
    }

    NodeService node(NodeService real) {
        return wrap(NodeService.class, real);
    }

    StorageService storage(StorageService real) {
        return wrap(StorageService.class, real);
    }

    private <T> T wrap(Class<T> type, T real) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(current.around(type, real), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
