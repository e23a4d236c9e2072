package io.jarrah.nc.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.nc.hypervisor.DomainVolume;
import io.jarrah.nc.hypervisor.HypervisorKind;
import io.jarrah.nc.hypervisor.VolumeDisk;
import io.jarrah.nc.testing.Golden;
import io.jarrah.nc.testing.Specs;
import io.jarrah.nc.testing.Volumes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class VolumeXmlTest {
    private static final DomainVolume VOLUME = Volumes.domainVolume(0xabc, 12, "vdc");

    @Test
    void aDiskThatIsAttached() {
        Golden.check("volume-disk.xml", VolumeXml.disk(VOLUME));
    }

    @Test
    void aDomainThatIsDefinedWithVolumes() {
        Golden.check(
                "qemu-volumes.xml",
                new DomainXml(HypervisorKind.QEMU)
                        .render(Specs.domain(Specs.ID, Path.of("/instances/i-0123456789abcdef0"))
                                .withVolumes(List.of(VOLUME, Volumes.domainVolume(0xdef, 1, "vdd")))));
    }

    @Test
    void aSecretWithoutItsValue() {
        Golden.check("volume-secret.xml", VolumeXml.secret(VOLUME));
    }

    @Test
    void noTextHoldsTheSecret() {
        assertThat(VolumeXml.disk(VOLUME) + VolumeXml.secret(VOLUME) + VOLUME).doesNotContain(Volumes.SECRET);
    }

    @Test
    void theSerialNumberIsAsLongAsVirtioTakes() {
        assertThat(VOLUME.serial()).isEqualTo("vol00000000000000abc").hasSize(20);
    }

    @Test
    void aSecretBelongsToOneAttachment() {
        assertThat(VolumeXml.secretId(VOLUME))
                .isEqualTo(VolumeXml.secretId(Volumes.domainVolume(0xabc, 12, "vdz")))
                .isNotEqualTo(VolumeXml.secretId(Volumes.domainVolume(0xabc, 13, "vdc")));
    }

    /** As libvirt 9.0 tells of a running domain: its own order of elements, and disks that are no volumes. */
    @Test
    void volumesAreFoundAmongTheDisksOfADomain() {
        assertThat(VolumeXml.disks("""
                <domain type='qemu' id='1'>
                  <devices>
                    <disk type='file' device='disk'>
                      <source file='/x/disk.qcow2' index='2'/>
                      <target dev='vda' bus='virtio'/>
                      <alias name='virtio-disk0'/>
                    </disk>
                    <disk type='network' device='disk'>
                      <source protocol='iscsi' name='iqn.2026-11.io.jarrah:vol-00000000000000abc.12/1' index='4'>
                        <host name='127.0.0.1' port='3260'/>
                      </source>
                      <target dev='vdc' bus='virtio'/>
                      <serial>vol00000000000000abc</serial>
                      <alias name='ua-vol-00000000000000abc-12'/>
                      <address type='pci' domain='0x0000' bus='0x00' slot='0x07' function='0x0'/>
                    </disk>
                    <disk type='network' device='disk'>
                      <target dev='vdd' bus='virtio'/>
                      <alias name='ua-vol-nobody-1'/>
                    </disk>
                    <interface type='bridge'><target dev='tap0'/><alias name='net0'/></interface>
                  </devices>
                </domain>
                """)).containsExactly(new VolumeDisk(Volumes.id(0xabc), 12, "vdc"));
    }
}
