package io.jarrah.nc.hypervisor;

import java.time.Instant;
import java.util.Optional;

/**
 * One domain as the hypervisor reports it.
 *
 * @param name the domain's name; an instance id for Jarrah's own
 * @param state what it does now
 * @param stopReason why it does not run; UNKNOWN while it does
 * @param lastReset when the guest last went through a reset that was noticed
 */
public record ObservedDomain(String name, DomainState state, StopReason stopReason, Optional<Instant> lastReset) {}
