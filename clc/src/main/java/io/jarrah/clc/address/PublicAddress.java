package io.jarrah.clc.address;

import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.AllocationId;
import io.jarrah.common.id.AssociationId;
import io.jarrah.common.id.InstanceId;
import java.util.Optional;

/**
 * A public address that has an owner.
 *
 * @param ip dotted
 * @param account the owner
 * @param allocation of an elastic address; an automatic one, which comes and goes with its instance, has none
 * @param instance the instance it leads to
 * @param association of an elastic address that leads to an instance
 */
public record PublicAddress(
        String ip,
        AccountId account,
        Optional<AllocationId> allocation,
        Optional<InstanceId> instance,
        Optional<AssociationId> association) {
    private static final String CLASSIC_REGION = "us-east-1";

    /** The address of an instance that is reached by its own, as in modes STATIC and SYSTEM. */
    public static PublicAddress own(String ip, AccountId account, InstanceId instance) {
        return new PublicAddress(ip, account, Optional.empty(), Optional.of(instance), Optional.empty());
    }

    /**
     * The name that goes with it, in Amazon's form: ec2-203-0-113-7.compute-1.amazonaws.com in us-east-1,
     * ec2-203-0-113-7.REGION.compute.amazonaws.com elsewhere.
     *
     * @see <a href="https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html">EC2 instance hostnames</a>
     */
    public String dnsName(String region) {
        String domain = region.equals(CLASSIC_REGION) ? "compute-1" : region + ".compute";
        return "ec2-" + ip.replace('.', '-') + "." + domain + ".amazonaws.com";
    }

    /** Who owns it in answers: the account an elastic address, "amazon" an automatic one. */
    public String ipOwner() {
        return allocation.isPresent() ? account.value() : "amazon";
    }
}
