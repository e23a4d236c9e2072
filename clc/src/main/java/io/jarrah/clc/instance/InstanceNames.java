package io.jarrah.clc.instance;

import io.jarrah.common.config.PrivateDomain;
import io.jarrah.common.contract.StateReason;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Texts about instances that answers and metadata share; pure functions of a row. */
public final class InstanceNames {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private InstanceNames() {}

    /** Host name with domain. */
    public static String privateDnsName(InstanceEntity row, String region) {
        return row.hostname() + "." + PrivateDomain.of(region);
    }

    /** EC2's reason in words: who ended it and when; empty while nobody did. */
    public static String transitionReason(InstanceEntity row) {
        boolean byUser = row.reason()
                .map(reason -> reason.code().equals("Client.UserInitiatedShutdown"))
                .orElse(false);
        return row.terminationRequestedAt()
                .filter(at -> byUser)
                .map(at -> "User initiated (" + WHEN.format(at.truncatedTo(ChronoUnit.SECONDS)) + ")")
                .or(() -> row.reason().map(StateReason::message))
                .orElse("");
    }

    /** EC2's reason as code and message; a pending instance's is "pending". */
    public static Optional<StateReason> stateReason(InstanceEntity row) {
        Optional<StateReason> reason = row.reason();
        if (reason.isEmpty() && row.state() == InstanceState.PENDING) {
            return Optional.of(new StateReason("pending", "pending"));
        }
        return reason;
    }
}
