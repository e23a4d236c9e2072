package io.jarrah.common.soap;

import static io.jarrah.common.soap.BasicTypes.read;

import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.contract.MetadataOptions;
import io.jarrah.common.contract.ObjectDescription;
import io.jarrah.common.contract.SigningKey;
import io.jarrah.common.contract.StorageStatus;
import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.wsdl.types.ComponentRoleType;
import io.jarrah.wsdl.types.ComponentType;
import io.jarrah.wsdl.types.InstanceMetadataType;
import io.jarrah.wsdl.types.MetadataEntryType;
import io.jarrah.wsdl.types.ObjectDescriptionType;
import io.jarrah.wsdl.types.SigningKeyType;
import io.jarrah.wsdl.types.StorageStatusType;
import io.jarrah.wsdl.types.VerifiedPrincipalType;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.datatype.DatatypeConfigurationException;
import javax.xml.datatype.DatatypeConstants;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;

/** Maps identities, metadata, components, and what the storage services say. */
final class IdentityTypes {
    private IdentityTypes() {}

    static XMLGregorianCalendar toWire(LocalDate date) {
        try {
            return DatatypeFactory.newInstance()
                    .newXMLGregorianCalendarDate(
                            date.getYear(),
                            date.getMonthValue(),
                            date.getDayOfMonth(),
                            DatatypeConstants.FIELD_UNDEFINED);
        } catch (DatatypeConfigurationException e) {
            throw new IllegalStateException("every Java platform has a DatatypeFactory", e);
        }
    }

    static LocalDate fromWire(XMLGregorianCalendar wire) {
        return LocalDate.of(wire.getYear(), wire.getMonth(), wire.getDay());
    }

    static VerifiedPrincipalType toWire(VerifiedPrincipal principal) {
        VerifiedPrincipalType wire = new VerifiedPrincipalType();
        wire.setAccountId(principal.accountId().value());
        wire.setAccountName(principal.accountName());
        wire.setUserId(principal.userId());
        wire.setUserName(principal.userName());
        wire.setArn(principal.arn());
        wire.setCloudAdministrator(principal.cloudAdministrator());
        return wire;
    }

    static VerifiedPrincipal fromWire(VerifiedPrincipalType wire) {
        return read(() -> new VerifiedPrincipal(
                new AccountId(wire.getAccountId()),
                wire.getAccountName(),
                wire.getUserId(),
                wire.getUserName(),
                wire.getArn(),
                wire.isCloudAdministrator()));
    }

    static SigningKeyType toWire(SigningKey key) {
        SigningKeyType wire = new SigningKeyType();
        wire.setKey(key.key());
        wire.setPrincipal(toWire(key.principal()));
        wire.setExpires(key.expires());
        return wire;
    }

    static SigningKey fromWire(SigningKeyType wire) {
        return new SigningKey(wire.getKey(), fromWire(wire.getPrincipal()), wire.getExpires());
    }

    static InstanceMetadataType toWire(InstanceMetadata metadata) {
        InstanceMetadataType wire = new InstanceMetadataType();
        wire.setInstanceId(metadata.instanceId().value());
        wire.getEntry().addAll(entries(metadata.metaData()));
        wire.getDynamic().addAll(entries(metadata.dynamic()));
        metadata.userData().ifPresent(wire::setUserData);
        wire.setEnabled(metadata.options().enabled());
        wire.setTokensRequired(metadata.options().tokensRequired());
        wire.setHopLimit(metadata.options().hopLimit());
        if (metadata.options().ipv6()) {
            // One that knows nothing of it yet would refuse the element.
            wire.setIpv6(true);
        }
        wire.setExpires(metadata.expires());
        return wire;
    }

    static InstanceMetadata fromWire(InstanceMetadataType wire) {
        return read(() -> new InstanceMetadata(
                new InstanceId(wire.getInstanceId()),
                entries(wire.getEntry()),
                entries(wire.getDynamic()),
                Optional.ofNullable(wire.getUserData()),
                options(wire),
                wire.getExpires()));
    }

    /** A cloud controller of before hop limits could be chosen sends none. */
    private static MetadataOptions options(InstanceMetadataType wire) {
        return new MetadataOptions(
                wire.isEnabled(),
                wire.isTokensRequired(),
                wire.getHopLimit() == null ? MetadataOptions.DEFAULT.hopLimit() : wire.getHopLimit(),
                Boolean.TRUE.equals(wire.isIpv6()));
    }

    private static List<MetadataEntryType> entries(Map<String, String> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(value -> {
                            MetadataEntryType entry = new MetadataEntryType();
                            entry.setPath(value.getKey());
                            entry.setValue(value.getValue());
                            return entry;
                        })
                        .toList();
    }

    private static Map<String, String> entries(List<MetadataEntryType> wire) {
        Map<String, String> values = new TreeMap<>();
        wire.forEach(entry -> values.put(entry.getPath(), entry.getValue()));
        return values;
    }

    static ComponentType toWire(Component component) {
        ComponentType wire = new ComponentType();
        wire.setRole(ComponentRoleType.fromValue(component.role().name()));
        wire.setName(component.name());
        component.cluster().ifPresent(cluster -> wire.setCluster(cluster.value()));
        wire.setEndpoint(component.endpoint().toString());
        wire.setCertificateSha256(component.certificateSha256());
        wire.setRevoked(component.revoked());
        return wire;
    }

    static Component fromWire(ComponentType wire) {
        return read(() -> new Component(
                ComponentRole.valueOf(wire.getRole().value()),
                wire.getName(),
                Optional.ofNullable(wire.getCluster()).map(ClusterName::new),
                BasicTypes.uri(wire.getEndpoint()),
                wire.getCertificateSha256(),
                wire.isRevoked()));
    }

    static ObjectDescriptionType toWire(ObjectDescription object) {
        ObjectDescriptionType wire = new ObjectDescriptionType();
        wire.setSizeBytes(object.sizeBytes());
        wire.setSha256(object.sha256());
        wire.setEtag(object.etag());
        wire.setLastModified(object.lastModified());
        return wire;
    }

    static ObjectDescription fromWire(ObjectDescriptionType wire) {
        return new ObjectDescription(wire.getSizeBytes(), wire.getSha256(), wire.getEtag(), wire.getLastModified());
    }

    static StorageStatusType toWire(StorageStatus status) {
        StorageStatusType wire = new StorageStatusType();
        wire.setHealth(BasicTypes.toWire(status.health()));
        wire.setMessage(BasicTypes.text(status.message()));
        wire.setTotalGib(status.totalGib());
        wire.setUsedGib(status.usedGib());
        return wire;
    }

    static StorageStatus fromWire(StorageStatusType wire) {
        return new StorageStatus(
                BasicTypes.fromWire(wire.getHealth()), wire.getMessage(), wire.getTotalGib(), wire.getUsedGib());
    }
}
