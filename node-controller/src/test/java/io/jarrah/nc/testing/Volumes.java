package io.jarrah.nc.testing;

import io.jarrah.common.contract.ChapCredential;
import io.jarrah.common.contract.InstanceVolumes;
import io.jarrah.common.contract.IscsiNames;
import io.jarrah.common.contract.VolumeConnection;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.id.VolumeId;
import io.jarrah.nc.hypervisor.DomainVolume;
import java.util.List;

/** Volumes for tests that no server has. */
public final class Volumes {
    public static final String SECRET = "secret-x7q2m9";

    private Volumes() {}

    public static VolumeId id(int number) {
        return new VolumeId("vol-%017x".formatted(number));
    }

    public static VolumeConnection connection(int number, long attachment) {
        return connection(number, attachment, 1);
    }

    public static VolumeConnection connection(int number, long attachment, int sizeGib) {
        return new VolumeConnection(
                id(number),
                "/dev/sdf",
                sizeGib,
                new VolumeExport(
                        attachment,
                        VolumeExport.Protocol.ISCSI,
                        "127.0.0.1",
                        3260,
                        IscsiNames.target(id(number), attachment),
                        1),
                IscsiNames.initiator(Specs.ID),
                new ChapCredential("user-" + number, SECRET));
    }

    public static InstanceVolumes wanted(long generation, VolumeConnection... connections) {
        return new InstanceVolumes(Specs.ID, generation, List.of(connections));
    }

    public static DomainVolume domainVolume(int number, long attachment, String dev) {
        return new DomainVolume(
                id(number),
                attachment,
                dev,
                new DomainVolume.Source("127.0.0.1", 3260, IscsiNames.target(id(number), attachment), 1),
                new DomainVolume.Login(IscsiNames.initiator(Specs.ID), "user-" + number, SECRET));
    }
}
