package io.jarrah.clc.address.op;

import static io.jarrah.clc.action.RequestTexts.present;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.action.RequestTexts;
import io.jarrah.clc.address.AddressChanges;
import io.jarrah.clc.address.AddressEntity;
import io.jarrah.clc.address.AddressPool;
import io.jarrah.clc.address.Addresses;
import io.jarrah.clc.address.Translations;
import io.jarrah.clc.cluster.ClusterWakeUp;
import io.jarrah.common.id.AssociationId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.DisassociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateAddressResponse;

/**
 * Leads an elastic address nowhere; it stays with its account. An instance that had an automatic address before gets another. By
 * address it is no error to do it again; an association that ended does not exist.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateAddress.html">DisassociateAddress</a>
 */
public final class DisassociateAddress implements Operation<DisassociateAddressRequest, DisassociateAddressResponse> {
    private final AddressChanges changes;
    private final AutomaticAgain again;
    private final ClusterWakeUp wakeUp;

    public DisassociateAddress(AddressChanges changes, AddressPool pool, ClusterWakeUp wakeUp) {
        this.changes = changes;
        this.again = new AutomaticAgain(pool);
        this.wakeUp = wakeUp;
    }

    @Override
    public DisassociateAddressResponse execute(CallContext context, DisassociateAddressRequest request) {
        Optional<String> association = present(request.associationId());
        Optional<String> ip = present(request.publicIp());
        if (association.isPresent() == ip.isPresent()) {
            throw association.isPresent()
                    ? Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                            "You may specify public IP or association id, but not both in the same call")
                    : Ec2Error.MISSING_PARAMETER.because("Either public IP or association id must be specified");
        }
        Set<ClusterName> zones = changes.write(session -> {
            AddressEntity row = association.isPresent()
                    ? byAssociation(session, context, association.get())
                    : AddressRequests.byIp(session, context, ip.orElseThrow());
            Translations translations = new Translations(session, context.now());
            Optional<InstanceId> instance = row.instance();
            translations.end(row);
            instance.ifPresent(id -> again.give(session, id, context.now()));
            return translations.zones();
        });
        zones.forEach(wakeUp::wakeUp);
        return DisassociateAddressResponse.builder().build();
    }

    private static AddressEntity byAssociation(Session session, CallContext context, String id) {
        AssociationId association;
        try {
            association = new AssociationId(id);
        } catch (IllegalArgumentException e) {
            throw new ApiException(Ec2Error.INVALID_ASSOCIATION_ID_NOT_FOUND, missing(id), e);
        }
        return Addresses.byAssociation(session, context.account(), association)
                .orElseThrow(() -> Ec2Error.INVALID_ASSOCIATION_ID_NOT_FOUND.because(missing(id)));
    }

    private static String missing(String id) {
        return "The association ID '" + RequestTexts.shown(id) + "' does not exist";
    }
}
