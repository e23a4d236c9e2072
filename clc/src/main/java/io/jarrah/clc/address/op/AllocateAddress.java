package io.jarrah.clc.address.op;

import static io.jarrah.clc.action.RequestTexts.present;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.action.RequestTexts;
import io.jarrah.clc.address.AddressChanges;
import io.jarrah.clc.address.AddressEntity;
import io.jarrah.clc.address.AddressPool;
import io.jarrah.clc.address.Addresses;
import io.jarrah.clc.address.PublicAddress;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.common.id.AllocationId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;

/**
 * Allocates an elastic address to the account: any that is free, or the one that is asked for.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllocateAddress.html">AllocateAddress</a>
 */
public final class AllocateAddress implements Operation<AllocateAddressRequest, AllocateAddressResponse> {
    static final String DOMAIN = "vpc";
    static final String POOL = "amazon";

    private static final Set<String> DOMAINS = Set.of(DOMAIN, "standard");

    private final AddressChanges changes;
    private final AddressPool pool;
    private final Tags tags;

    public AllocateAddress(AddressChanges changes, AddressPool pool, Tags tags) {
        this.changes = changes;
        this.pool = pool;
        this.tags = tags;
    }

    @Override
    public AllocateAddressResponse execute(CallContext context, AllocateAddressRequest request) {
        check(context, request);
        Map<String, String> wanted = TagSpecifications.parse(
                        request.tagSpecifications(), Set.of(Addresses.RESOURCE_TYPE))
                .getOrDefault(Addresses.RESOURCE_TYPE, Map.of());
        Optional<String> one = present(request.address());
        one.ifPresent(AddressRequests::requireAddress);
        PublicAddress allocated = changes.write(session -> allocate(session, context, one, wanted));
        return AllocateAddressResponse.builder()
                .publicIp(allocated.ip())
                .allocationId(allocated.allocation().map(AllocationId::value).orElse(null))
                .domain(DOMAIN)
                .publicIpv4Pool(POOL)
                .networkBorderGroup(context.region())
                .build();
    }

    private PublicAddress allocate(
            Session session, CallContext context, Optional<String> one, Map<String, String> wanted) {
        // Counted under the turn that all changes of this process take.
        if (Addresses.countElastic(session, context.account()) >= pool.plan().perAccount()) {
            throw Ec2Error.ADDRESS_LIMIT_EXCEEDED.because("The maximum number of addresses has been reached: "
                    + pool.plan().perAccount() + " for each account.");
        }
        AddressEntity row = one.isPresent()
                ? pool.allocate(session, one.get(), context.account(), context.now())
                : pool.allocate(session, context.account(), context.now());
        PublicAddress allocated = row.address();
        if (!wanted.isEmpty()) {
            String id = allocated.allocation().map(AllocationId::value).orElseThrow();
            tags.put(session, context.account(), Addresses.RESOURCE_TYPE, id, wanted);
        }
        return allocated;
    }

    /** The domain "standard" meant Classic; clients that still send it get an address as all others. */
    private static void check(CallContext context, AllocateAddressRequest request) {
        present(request.domainAsString())
                .filter(domain -> !DOMAINS.contains(domain))
                .ifPresent(domain -> {
                    throw invalid("domain", domain);
                });
        present(request.publicIpv4Pool()).filter(pool -> !pool.equals(POOL)).ifPresent(pool -> {
            throw invalid("publicIpv4Pool", pool);
        });
        present(request.networkBorderGroup())
                .filter(group -> !group.equals(context.region()))
                .ifPresent(group -> {
                    throw invalid("networkBorderGroup", group);
                });
        if (present(request.customerOwnedIpv4Pool()).isPresent()
                || present(request.ipamPoolId()).isPresent()) {
            throw Ec2Error.UNSUPPORTED.because(
                    "The requested configuration is currently not supported: customer-owned and IPAM pools.");
        }
    }

    private static RuntimeException invalid(String parameter, String value) {
        return Ec2Error.INVALID_PARAMETER_VALUE.because(
                "Value (" + RequestTexts.shown(value) + ") for parameter " + parameter + " is invalid.");
    }
}
