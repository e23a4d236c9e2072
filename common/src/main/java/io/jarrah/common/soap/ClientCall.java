package io.jarrah.common.soap;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ServiceException;
import io.micrometer.core.instrument.Timer;
import jakarta.xml.ws.BindingProvider;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.cxf.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The client's edge: sends one signed request to one peer and turns every failure into a ServiceException. Nothing is ever sent twice; a caller that tries again signs anew. */
final class ClientCall<P> {
    /** The MDC key of the correlation id. */
    static final String CORRELATION = "correlation";

    private static final Logger LOG = LoggerFactory.getLogger(ClientCall.class);
    /** What an answer may take beyond the wait that was asked for; a service just started is slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Contract contract;
    private final P port;
    private final URI endpoint;
    private final ExpectedPeer expected;
    private final CallMetrics metrics;

    ClientCall(Contract contract, P port, URI endpoint, ExpectedPeer expected, CallMetrics metrics) {
        this.contract = contract;
        this.port = port;
        this.endpoint = endpoint;
        this.expected = expected;
        this.metrics = metrics;
    }

    /** One operation of the generated port. */
    @FunctionalInterface
    interface Operation<P, R> {
        R call(P port) throws Exception;
    }

    <R> R send(String operation, Correlation correlation, Duration wait, Operation<P, R> call) {
        Timer.Sample sample = metrics.start();
        String outcome = ServiceException.Code.UNAVAILABLE.name();
        String before = MDC.get(CORRELATION);
        MDC.put(CORRELATION, correlation.id());
        try {
            address(wait);
            R result = call.call(port);
            outcome = CallMetrics.OK;
            return result;
        } catch (Exception e) {
            ServiceException failure = failure(operation, e);
            outcome = failure.code().name();
            throw failure;
        } finally {
            if (before == null) {
                MDC.remove(CORRELATION);
            } else {
                MDC.put(CORRELATION, before);
            }
            metrics.stop(sample, contract, operation, outcome);
        }
    }

    private void address(Duration wait) {
        // The context belongs to this thread (SoapClients.port), so threads may share the port.
        Map<String, Object> context = ((BindingProvider) port).getRequestContext();
        context.put(Message.ENDPOINT_ADDRESS, endpoint.toString());
        context.put(ResponseGate.EXPECTED, expected);
        context.put(Message.RECEIVE_TIMEOUT, Math.toIntExact(wait.plus(PATIENCE).toMillis()));
    }

    private ServiceException failure(String operation, Exception e) {
        Optional<ServiceException> said = Faults.serviceException(e);
        if (said.isPresent()) {
            return said.get();
        }
        LOG.debug("{} {} at {} failed", contract, operation, endpoint, e);
        return new ServiceException(
                ServiceException.Code.UNAVAILABLE,
                operation + " at " + endpoint + " has no acceptable answer: " + reason(e)
                        + "; whether it was done is unknown, it may be asked again",
                e);
    }

    private static String reason(Throwable problem) {
        String deepest = problem.getClass().getSimpleName();
        for (Throwable t = problem; t != null; t = t.getCause()) {
            if (t.getMessage() != null && !t.getMessage().isBlank()) {
                deepest = t.getMessage();
            }
        }
        return deepest;
    }
}
