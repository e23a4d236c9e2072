package io.jarrah.clc.address.op;

import static io.jarrah.clc.action.RequestTexts.present;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.address.AddressChanges;
import io.jarrah.clc.address.AddressEntity;
import io.jarrah.clc.address.PublicAddress;
import io.jarrah.clc.address.Translations;
import io.jarrah.clc.tag.Tags;
import io.jarrah.common.id.AllocationId;
import java.util.Optional;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressRequest;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressResponse;

/**
 * Gives an elastic address back; one that leads to an instance is to be disassociated before. Others can have it when no cluster
 * translates it any more.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseAddress.html">ReleaseAddress</a>
 */
public final class ReleaseAddress implements Operation<ReleaseAddressRequest, ReleaseAddressResponse> {
    private final AddressChanges changes;
    private final Tags tags;

    public ReleaseAddress(AddressChanges changes, Tags tags) {
        this.changes = changes;
        this.tags = tags;
    }

    @Override
    public ReleaseAddressResponse execute(CallContext context, ReleaseAddressRequest request) {
        Optional<String> allocation = present(request.allocationId());
        Optional<String> ip = present(request.publicIp());
        changes.write(session -> release(session, context, AddressRequests.find(session, context, allocation, ip)));
        return ReleaseAddressResponse.builder().build();
    }

    private PublicAddress release(Session session, CallContext context, AddressEntity row) {
        PublicAddress address = row.address();
        if (address.instance().isPresent()) {
            throw Ec2Error.INVALID_IP_ADDRESS_IN_USE.because("Address " + address.ip() + " is in use by instance "
                    + address.instance().get() + "; disassociate it first.");
        }
        address.allocation().map(AllocationId::value).ifPresent(id -> tags.removeAll(session, context.account(), id));
        new Translations(session, context.now()).release(row);
        return address;
    }
}
