package io.jarrah.common.contract;

import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.ReservationId;
import java.util.List;

/**
 * Everything a cluster and a node need to run one instance. Sending it again with the same id and generation changes nothing, except that fresher image URLs replace older ones.
 *
 * @param id the instance
 * @param generation grows with every change of what is desired; a lower one than known is ignored
 * @param accountId the owner
 * @param reservationId the launch it came from
 * @param instanceType name of the type, such as m1.small
 * @param capacity what the instance takes; diskGib is the size of its root disk, 0 for the image's own size
 * @param images what it boots
 * @param nic where it is connected
 * @param hostname host name without domain
 * @param configDrive files of a small read-only disk with its metadata and user data; none for no such disk
 */
public record InstanceSpec(
        InstanceId id,
        long generation,
        AccountId accountId,
        ReservationId reservationId,
        String instanceType,
        Capacity capacity,
        BootImages images,
        InstanceNic nic,
        String hostname,
        List<ConfigFile> configDrive) {
    public InstanceSpec {
        configDrive = List.copyOf(configDrive);
    }

    /** The same without its config drive, whose secrets nobody needs once it is over. */
    public InstanceSpec withoutConfigDrive() {
        return new InstanceSpec(
                id, generation, accountId, reservationId, instanceType, capacity, images, nic, hostname);
    }

    /** Without a config drive. */
    public InstanceSpec(
            InstanceId id,
            long generation,
            AccountId accountId,
            ReservationId reservationId,
            String instanceType,
            Capacity capacity,
            BootImages images,
            InstanceNic nic,
            String hostname) {
        this(id, generation, accountId, reservationId, instanceType, capacity, images, nic, hostname, List.of());
    }
}
