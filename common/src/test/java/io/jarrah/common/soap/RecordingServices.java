package io.jarrah.common.soap;

import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.WalrusService;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.MDC;

/** All contracts at once: remembers every call and answers what the test put there. */
final class RecordingServices {
    /** One executed call. */
    record Call(String operation, List<Object> arguments, String correlationInLog) {}

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Function<List<Object>, Object>> answers = new ConcurrentHashMap<>();

    List<Call> calls() {
        return List.copyOf(calls);
    }

    void clear() {
        calls.clear();
        answers.clear();
    }

    void answer(String operation, Object answer) {
        answers.put(operation, arguments -> answer);
    }

    void answer(String operation, Function<List<Object>, Object> answer) {
        answers.put(operation, answer);
    }

    <T> T as(Class<T> contract) {
        InvocationHandler handler = (proxy, method, arguments) -> invoke(method, arguments);
        return contract.cast(Proxy.newProxyInstance(contract.getClassLoader(), new Class<?>[] {contract}, handler));
    }

    ClusterService cluster() {
        return as(ClusterService.class);
    }

    NodeService node() {
        return as(NodeService.class);
    }

    StorageService storage() {
        return as(StorageService.class);
    }

    WalrusService walrus() {
        return as(WalrusService.class);
    }

    IdentityService identity() {
        return as(IdentityService.class);
    }

    private Object invoke(Method method, Object[] arguments) {
        List<Object> list = Arrays.asList(arguments);
        calls.add(new Call(method.getName(), list, MDC.get("correlation")));
        Function<List<Object>, Object> answer = answers.get(method.getName());
        return answer == null ? null : answer.apply(list);
    }
}
