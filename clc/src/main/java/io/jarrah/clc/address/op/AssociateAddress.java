package io.jarrah.clc.address.op;

import static io.jarrah.clc.action.RequestTexts.present;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.address.AddressChanges;
import io.jarrah.clc.address.AddressEntity;
import io.jarrah.clc.address.AddressPool;
import io.jarrah.clc.address.Addresses;
import io.jarrah.clc.address.Translations;
import io.jarrah.clc.cluster.ClusterWakeUp;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.common.id.AssociationId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.AssociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AssociateAddressResponse;

/**
 * Leads an elastic address to an instance. It replaces the address that leads to the instance so far: an elastic one stays with the
 * account, an automatic one is released. An address that leads elsewhere is moved, unless AllowReassociation is false.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html">AssociateAddress</a>
 */
public final class AssociateAddress implements Operation<AssociateAddressRequest, AssociateAddressResponse> {
    private final AddressChanges changes;
    private final AutomaticAgain again;
    private final ClusterWakeUp wakeUp;
    private final RandomGenerator random;

    public AssociateAddress(AddressChanges changes, AddressPool pool, ClusterWakeUp wakeUp, RandomGenerator random) {
        this.changes = changes;
        this.again = new AutomaticAgain(pool);
        this.wakeUp = wakeUp;
        this.random = random;
    }

    private record Associated(AssociationId association, Set<ClusterName> zones) {}

    @Override
    public AssociateAddressResponse execute(CallContext context, AssociateAddressRequest request) {
        AddressTarget target = AddressTarget.of(request);
        Associated associated = changes.write(session -> associate(session, context, request, target));
        associated.zones().forEach(wakeUp::wakeUp);
        return AssociateAddressResponse.builder()
                .associationId(associated.association().value())
                .build();
    }

    private Associated associate(
            Session session, CallContext context, AssociateAddressRequest request, AddressTarget target) {
        AddressEntity address =
                AddressRequests.find(session, context, present(request.allocationId()), present(request.publicIp()));
        InstanceEntity instance = target.find(session, context);
        Optional<AssociationId> present = address.address().association();
        if (present.isPresent() && address.instance().equals(Optional.of(instance.id()))) {
            return new Associated(present.get(), Set.of());
        }
        Optional<AddressEntity> before = Addresses.ofInstance(session, instance.id());
        if (Boolean.FALSE.equals(request.allowReassociation())) {
            requireUnassociated(address);
            before.filter(AddressEntity::isElastic).ifPresent(AssociateAddress::requireUnassociated);
        }
        Translations translations = new Translations(session, context.now());
        before.ifPresent(translations::end);
        AssociationId association = AssociationId.random(random);
        Optional<InstanceId> elsewhere = address.instance();
        translations.begin(address, instance.id(), instance.zone(), association);
        elsewhere.ifPresent(id -> again.give(session, id, context.now()));
        return new Associated(association, translations.zones());
    }

    private static void requireUnassociated(AddressEntity address) {
        address.instance().ifPresent(instance -> {
            throw Ec2Error.RESOURCE_IS_ALREADY_ASSOCIATED.because("Address " + address.publicIp()
                    + " is already associated with instance " + instance
                    + ", and the request does not allow reassociation");
        });
    }
}
