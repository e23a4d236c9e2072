package io.jarrah.clc.address.op;

import static io.jarrah.clc.action.RequestTexts.shown;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.address.AddressEntity;
import io.jarrah.clc.address.Addresses;
import io.jarrah.common.id.AllocationId;
import io.jarrah.common.net.Ipv4Prefix;
import java.util.Optional;
import org.hibernate.Session;

/**
 * What the actions on a given address share: finding it or failing as EC2 does. Somebody else's allocation id does not exist; somebody
 * else's address does, for an address is no secret, and is answered with AuthFailure.
 */
final class AddressRequests {
    private AddressRequests() {}

    /** The caller's elastic address by the one of both parameters that is given. */
    static AddressEntity find(
            Session session, CallContext context, Optional<String> allocationId, Optional<String> publicIp) {
        if (allocationId.isPresent() && publicIp.isPresent()) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "You may specify public IP or allocation id, but not both in the same call");
        }
        if (allocationId.isPresent()) {
            return byAllocation(session, context, allocationId.get());
        }
        return byIp(
                session,
                context,
                publicIp.orElseThrow(() ->
                        Ec2Error.MISSING_PARAMETER.because("Either public IP or allocation id must be specified")));
    }

    static AddressEntity byAllocation(Session session, CallContext context, String id) {
        return allocation(id)
                .flatMap(parsed -> Addresses.byAllocation(session, context.account(), parsed))
                .orElseThrow(() -> noAllocation(id));
    }

    /** The id, unless it has not the form of one; such an id is answered as one that does not exist, as Amazon does. */
    static Optional<AllocationId> allocation(String id) {
        try {
            return Optional.of(new AllocationId(id));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    static ApiException noAllocation(String id) {
        return Ec2Error.INVALID_ALLOCATION_ID_NOT_FOUND.because("The allocation ID '" + shown(id) + "' does not exist");
    }

    static AddressEntity byIp(Session session, CallContext context, String ip) {
        requireAddress(ip);
        AddressEntity row = Addresses.find(session, ip)
                .filter(found -> !found.isReleased())
                .orElseThrow(() -> Ec2Error.INVALID_ADDRESS_NOT_FOUND.because("Address '" + ip + "' not found."));
        if (!row.account().equals(context.account())) {
            throw Ec2Error.AUTH_FAILURE.because("The address '" + ip + "' does not belong to you.");
        }
        if (!row.isElastic()) {
            throw Ec2Error.INVALID_ADDRESS_NOT_FOUND.because("Address '" + ip
                    + "' is no elastic address: it was given to instance "
                    + row.instance().map(Object::toString).orElse("(none)") + " for its life.");
        }
        return row;
    }

    static void requireAddress(String ip) {
        if (Ipv4Prefix.address(ip).isEmpty()) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value (" + shown(ip) + ") for parameter publicIp is invalid. Invalid IPv4 address");
        }
    }
}
