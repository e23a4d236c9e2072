package io.jarrah.nc.testing;

import io.jarrah.common.contract.BootImages;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.contract.InstanceNic;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.ReservationId;
import io.jarrah.nc.hypervisor.DomainSpec;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Instances and images for tests. */
public final class Specs {
    public static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    public static final ImageId IMAGE = new ImageId("ami-0123456789abcdef0");

    private Specs() {}

    public static InstanceId id(int number) {
        return new InstanceId("i-%017x".formatted(number));
    }

    public static ImageSource image(URI url, byte[] content) {
        return new ImageSource(IMAGE, url, content.length, sha256(content), ImageSource.Format.RAW);
    }

    public static InstanceSpec instance(InstanceId id, long generation, BootImages images) {
        return new InstanceSpec(
                id,
                generation,
                new AccountId("123456789012"),
                new ReservationId("r-0123456789abcdef0"),
                "m1.small",
                new Capacity(1, 128, 1),
                images,
                new InstanceNic(new NetworkId("net-0123456789abcdef0"), 10, "d0:0d:00:00:00:05", "172.16.10.5", 1450),
                "ip-172-16-10-5");
    }

    public static InstanceSpec instance(InstanceId id, long generation) {
        return instance(
                id,
                generation,
                new BootImages(
                        image(URI.create("http://127.0.0.1:9/image?X-Amz-Signature=1"), new byte[] {1, 2, 3}),
                        Optional.empty(),
                        Optional.empty()));
    }

    /** A small domain that boots from {@code disk.qcow2} in that directory. */
    public static DomainSpec domain(InstanceId id, Path directory) {
        return new DomainSpec(
                id,
                1,
                96,
                directory.resolve("disk.qcow2"),
                Optional.empty(),
                Optional.empty(),
                new DomainSpec.DomainNic("br10", "jt" + id.value().substring(6), "d0:0d:00:00:00:05", 1450),
                directory.resolve("console.log"),
                false);
    }

    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
