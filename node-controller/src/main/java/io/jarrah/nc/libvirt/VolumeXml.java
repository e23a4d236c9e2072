package io.jarrah.nc.libvirt;

import io.jarrah.common.id.ResourceIds;
import io.jarrah.common.id.VolumeId;
import io.jarrah.nc.hypervisor.DomainVolume;
import io.jarrah.nc.hypervisor.VolumeDisk;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Volumes in libvirt's XML: disks of domains, and the secrets they are logged in to with. Pure. */
final class VolumeXml {
    /** What the usage of each of our secrets begins with. */
    static final String USAGE = "jarrah/";

    /** libvirt keeps an alias with this beginning as it was given. */
    private static final Pattern ALIAS = Pattern.compile("ua-(vol-[0-9a-f]{17})-([0-9]{1,18})");

    private VolumeXml() {}

    /**
     * A disk of a domain. QEMU's iSCSI driver connects again by itself and for ever, and holds back what the guest reads and writes meanwhile: an
     * outage of the storage is a pause. What fails after all is told to the guest, which knows its file systems; stopping the whole guest, as
     * QEMU does by itself when a write finds no space, would need somebody to resume it.
     */
    static void write(Xml xml, DomainVolume volume) throws XMLStreamException {
        DomainVolume.Source source = volume.source();
        xml.open("disk", "type", "network", "device", "disk");
        xml.empty(
                "driver",
                "name",
                "qemu",
                "type",
                "raw",
                "cache",
                "none",
                "error_policy",
                "report",
                "rerror_policy",
                "report",
                "discard",
                "unmap");
        xml.open("source", "protocol", "iscsi", "name", source.target() + "/" + source.lun());
        xml.empty("host", "name", source.host(), "port", Integer.toString(source.port()));
        xml.open("initiator");
        xml.empty("iqn", "name", volume.login().initiator());
        xml.close();
        xml.open("auth", "username", volume.login().user());
        xml.empty("secret", "type", "iscsi", "uuid", secretId(volume).toString());
        xml.close();
        xml.close();
        xml.empty("target", "dev", volume.dev(), "bus", "virtio");
        xml.element("serial", volume.serial());
        xml.empty("alias", "name", alias(volume.volume(), volume.attachment()));
        xml.close();
    }

    /** The disk alone, as it is attached to a domain. */
    static String disk(DomainVolume volume) {
        return document(xml -> write(xml, volume));
    }

    /** What libvirt is told of a secret; the value is set apart. It stays in memory, and libvirt hands it to QEMU only. */
    static String secret(DomainVolume volume) {
        return document(xml -> {
            xml.open("secret", "ephemeral", "yes", "private", "yes");
            xml.element("uuid", secretId(volume).toString());
            xml.element("description", "volume " + volume.volume());
            xml.open("usage", "type", "iscsi");
            xml.element("target", USAGE + volume.volume() + "." + volume.attachment());
            xml.close();
            xml.close();
        });
    }

    /** The secret of an attachment; always the same, so that defining twice is defining once. */
    static UUID secretId(DomainVolume volume) {
        String name = "jarrah:" + volume.volume() + "." + volume.attachment();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    static String alias(VolumeId volume, long attachment) {
        return "ua-" + volume + "-" + attachment;
    }

    /** The volumes among the disks of a domain, as its own XML has them. */
    static List<VolumeDisk> disks(String domain) {
        List<VolumeDisk> disks = new ArrayList<>();
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(domain));
            String dev = "";
            while (reader.hasNext()) {
                if (reader.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                switch (reader.getLocalName()) {
                    case "disk" -> dev = "";
                    case "target" ->
                        dev = Optional.ofNullable(reader.getAttributeValue(null, "dev"))
                                .orElse("");
                    case "alias" ->
                        volume(reader.getAttributeValue(null, "name"), dev).ifPresent(disks::add);
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("libvirt's XML of a domain cannot be read", e);
        }
        return disks;
    }

    private static Optional<VolumeDisk> volume(String alias, String dev) {
        Matcher matcher = ALIAS.matcher(alias);
        return matcher.matches() && ResourceIds.isLongId(VolumeId.PREFIX, matcher.group(1))
                ? Optional.of(new VolumeDisk(new VolumeId(matcher.group(1)), Long.parseLong(matcher.group(2)), dev))
                : Optional.empty();
    }

    /** What writes a document's content. */
    @FunctionalInterface
    private interface Content {
        void write(Xml xml) throws XMLStreamException;
    }

    private static String document(Content content) {
        StringWriter text = new StringWriter();
        try {
            Xml xml = new Xml(text);
            content.write(xml);
            xml.finish();
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("the XML of a volume cannot be written", e);
        }
        return text.toString();
    }
}
