package io.jarrah.cloud.bench;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** When calls between services began and ended, to see where the time of a change goes. Safe for use by several threads. */
final class Spans {
    /**
     * One call.
     *
     * @param name whom, and what was asked
     * @param begun time of {@link System#nanoTime}
     * @param ended likewise
     */
    record Span(String name, long begun, long ended) {}

    private final List<Span> spans = new ArrayList<>();

    /** The same service; its calls of {@code applyNetwork} and {@code applyNetworkDelta} are noted. */
    <T> T noting(String who, Class<T> contract, T service) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            long begun = System.nanoTime();
            try {
                return method.invoke(service, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } finally {
                if (method.getName().startsWith("applyNetwork")) {
                    add(new Span(who + " " + method.getName(), begun, System.nanoTime()));
                }
            }
        };
        return contract.cast(Proxy.newProxyInstance(contract.getClassLoader(), new Class<?>[] {contract}, handler));
    }

    private synchronized void add(Span span) {
        spans.add(span);
    }

    /** What was noted since the last time. */
    synchronized List<Span> take() {
        List<Span> taken = List.copyOf(spans);
        spans.clear();
        return taken;
    }

    /** Such calls, in milliseconds after that moment. */
    static String text(List<Span> spans, long moment) {
        StringBuilder text = new StringBuilder();
        for (Span span : spans) {
            text.append(String.format(
                    Locale.ROOT,
                    "; %s %.0f-%.0f",
                    span.name(),
                    (span.begun() - moment) / 1e6,
                    (span.ended() - moment) / 1e6));
        }
        return text.toString();
    }
}
