package io.jarrah.common.soap;

import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.wsdl.types.ServiceFault;
import io.micrometer.core.instrument.Timer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The server's edge: runs one call with its correlation in the logs, counts it, and turns what it throws into the contract's fault. */
final class Dispatcher<F extends Exception> {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Contract contract;
    private final BiFunction<String, ServiceFault, F> faults;
    private final CallMetrics metrics;

    Dispatcher(Contract contract, BiFunction<String, ServiceFault, F> faults, CallMetrics metrics) {
        this.contract = contract;
        this.faults = faults;
        this.metrics = metrics;
    }

    /** Who calls, and on whose behalf. */
    record Call(Component caller, Correlation correlation) {}

    <R> R answer(String operation, String correlation, Function<Call, R> work) throws F {
        Timer.Sample sample = metrics.start();
        String outcome = ServiceException.Code.INTERNAL.name();
        MDC.put(ClientCall.CORRELATION, correlation);
        try {
            R result = work.apply(new Call(caller(operation), new Correlation(correlation)));
            outcome = CallMetrics.OK;
            return result;
        } catch (ServiceException e) {
            outcome = e.code().name();
            LOG.debug("{} {} refused: {}", contract, operation, e.getMessage());
            throw fault(e.code(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue(ClientCall.CORRELATION, correlation)
                    .setCause(e)
                    .log("{} {} failed under correlation {}", contract, operation, correlation);
            throw fault(
                    ServiceException.Code.INTERNAL,
                    "internal error; the log of the service has it under " + correlation);
        } finally {
            MDC.remove(ClientCall.CORRELATION);
            metrics.stop(sample, contract, operation, outcome);
        }
    }

    /** The caller that {@link RequestGate} let in; it must have been let in for this very operation. */
    private static Component caller(String operation) {
        Message message = PhaseInterceptorChain.getCurrentMessage();
        Caller caller = message == null ? null : message.getExchange().get(Caller.class);
        if (caller == null || !caller.operation().equals(operation)) {
            throw new ServiceException(
                    ServiceException.Code.ACCESS_DENIED, "the message was not signed for the operation " + operation);
        }
        return caller.component();
    }

    private F fault(ServiceException.Code code, String message) {
        return faults.apply(message, Faults.info(code, message));
    }
}
