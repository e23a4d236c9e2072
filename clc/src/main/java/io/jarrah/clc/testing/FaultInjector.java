package io.jarrah.clc.testing;

import io.jarrah.common.contract.ServiceException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Decorates a service so that its n-th call fails, before or after it was carried out: what a crash, a lost request or a
 * lost answer looks like to the caller. Long polls (methods named {@code describe…}) are not counted, so that n means the same
 * in every run.
 */
public final class FaultInjector {
    /** When the call fails. */
    public enum When {
        /** Nothing was carried out. */
        BEFORE,
        /** All was carried out; only the answer is lost. */
        AFTER
    }

    private final When when;
    private final int nth;
    private final Runnable onFault;
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * An injector of one fault.
     *
     * @param nth which call fails, from 1; 0 for none
     * @param onFault runs as the fault strikes, for example to stop the process under test
     */
    public FaultInjector(When when, int nth, Runnable onFault) {
        this.when = when;
        this.nth = nth;
        this.onFault = onFault;
    }

    /** Counts calls and never fails. */
    public static FaultInjector counting() {
        return new FaultInjector(When.BEFORE, 0, () -> {});
    }

    /** How many counted calls there were so far. */
    public int calls() {
        return calls.get();
    }

    /** Whether the fault has struck. */
    public boolean struck() {
        return nth > 0 && calls.get() >= nth;
    }

    /** The same service with this fault in it. Several services may share one injector, and its count. */
    public <T> T around(Class<T> service, T target) {
        InvocationHandler handler = (proxy, method, arguments) -> invoke(target, method, arguments);
        return service.cast(Proxy.newProxyInstance(service.getClassLoader(), new Class<?>[] {service}, handler));
    }

    private @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        boolean counted = !method.getName().startsWith("describe") && !UNCOUNTED.contains(method.getName());
        boolean strikes = counted && calls.incrementAndGet() == nth;
        if (strikes && when == When.BEFORE) {
            throw fault(method);
        }
        Object result;
        try {
            result = method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
        if (strikes) {
            throw fault(method);
        }
        return result;
    }

    private ServiceException fault(Method method) {
        onFault.run();
        return new ServiceException(
                ServiceException.Code.UNAVAILABLE, "injected fault " + when + " call " + nth + ", " + method.getName());
    }

    private static final Set<String> UNCOUNTED = Set.of("toString", "hashCode", "equals");
}
