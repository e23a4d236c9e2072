package io.jarrah.common.soap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Counts and times calls: timer {@code jarrah.soap.calls} by side, contract, operation and outcome ({@code ok} or the fault's code). */
final class CallMetrics {
    static final String OK = "ok";

    private final MeterRegistry meters;
    private final String side;

    CallMetrics(MeterRegistry meters, String side) {
        this.meters = meters;
        this.side = side;
    }

    Timer.Sample start() {
        return Timer.start(meters);
    }

    void stop(Timer.Sample sample, Contract contract, String operation, String outcome) {
        sample.stop(meters.timer(
                "jarrah.soap.calls",
                "side",
                side,
                "contract",
                contract.title(),
                "operation",
                operation,
                "outcome",
                outcome));
    }
}
