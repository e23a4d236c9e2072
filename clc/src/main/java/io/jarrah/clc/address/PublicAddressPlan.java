package io.jarrah.clc.address;

import io.jarrah.clc.network.AddressMode;
import io.jarrah.common.config.AddressRanges;
import java.util.Optional;

/**
 * Which public addresses there are to give.
 *
 * @param addresses VNET_PUBLICIPS; an address that is taken out while it has an owner stays with him
 * @param perAccount how many elastic addresses one account may have
 * @param refusal why there can be none at all, in modes STATIC and SYSTEM; empty elsewhere
 */
public record PublicAddressPlan(AddressRanges addresses, int perAccount, Optional<String> refusal) {
    /** No public addresses. */
    public static final PublicAddressPlan NONE = new PublicAddressPlan(AddressRanges.NONE, AddressRanges.MAX_SIZE);

    /** A plan for a cloud that translates addresses. */
    public PublicAddressPlan(AddressRanges addresses, int perAccount) {
        this(addresses, perAccount, Optional.empty());
    }

    /** None, since an instance is reached by its own address in that mode. */
    public static PublicAddressPlan flat(AddressMode mode) {
        return new PublicAddressPlan(
                AddressRanges.NONE,
                0,
                Optional.of("This cloud has no elastic addresses: its instances are in the site's own network"
                        + " (VNET_MODE=\"" + mode + "\") and are reached by the address they have there."));
    }
}
