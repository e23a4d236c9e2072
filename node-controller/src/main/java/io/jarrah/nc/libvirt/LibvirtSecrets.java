package io.jarrah.nc.libvirt;

import io.jarrah.nc.hypervisor.DomainVolume;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.libvirt.Connect;
import org.libvirt.LibvirtException;
import org.libvirt.Secret;
import org.libvirt.SecretUsageType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Secrets of volumes in libvirt's store: there only while a disk is being attached, after which its QEMU has its own, encrypted, copy. */
final class LibvirtSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(LibvirtSecrets.class);

    private LibvirtSecrets() {}

    /** A use of libvirt that needs secrets. */
    @FunctionalInterface
    interface Use {
        void run() throws LibvirtException;
    }

    /** Does that while libvirt knows the secrets of the volumes. */
    static void during(Connect connect, List<DomainVolume> volumes, Use use) throws LibvirtException {
        List<Secret> secrets = new ArrayList<>();
        try {
            for (DomainVolume volume : volumes) {
                Secret secret = connect.secretDefineXML(VolumeXml.secret(volume));
                secrets.add(secret);
                secret.setValue(volume.login().secret().getBytes(StandardCharsets.US_ASCII));
            }
            use.run();
        } finally {
            secrets.forEach(LibvirtSecrets::remove);
        }
    }

    /** Removes what a node controller that was killed left. */
    static void sweep(Connect connect) throws LibvirtException {
        for (String uuid : connect.listSecrets()) {
            Secret secret = connect.secretLookupByUUIDString(uuid);
            if (secret.getUsageType() == SecretUsageType.ISCSI
                    && secret.getUsageID().startsWith(VolumeXml.USAGE)) {
                LOG.info("removing the secret {} that was left", secret.getUsageID());
                remove(secret);
            } else {
                secret.free();
            }
        }
    }

    private static void remove(Secret secret) {
        try {
            secret.undefine();
            secret.free();
        } catch (LibvirtException e) {
            LOG.warn("a secret of a volume stays in libvirt until the next connection: {}", e.getMessage());
        }
    }
}
