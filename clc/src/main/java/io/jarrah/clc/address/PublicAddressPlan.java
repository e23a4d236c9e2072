package io.jarrah.clc.address;

import io.jarrah.common.config.AddressRanges;

/**
 * Which public addresses there are to give.
 *
 * @param addresses VNET_PUBLICIPS; an address that is taken out while it has an owner stays with him
 * @param perAccount how many elastic addresses one account may have
 */
public record PublicAddressPlan(AddressRanges addresses, int perAccount) {
    /** No public addresses. */
    public static final PublicAddressPlan NONE = new PublicAddressPlan(AddressRanges.NONE, AddressRanges.MAX_SIZE);
}
