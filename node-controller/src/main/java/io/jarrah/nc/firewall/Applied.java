package io.jarrah.nc.firewall;

/**
 * What was applied and how the kernel showed it right after: as long as it shows the same, nobody changed it.
 *
 * @param wanted as rendered
 * @param shown as read back
 */
record Applied<W, S>(W wanted, S shown) {}
