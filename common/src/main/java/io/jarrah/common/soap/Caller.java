package io.jarrah.common.soap;

import io.jarrah.common.contract.Component;

/**
 * A request that passed every check.
 *
 * @param component who signed it
 * @param operation the one it was signed for
 */
record Caller(Component component, String operation) {}
