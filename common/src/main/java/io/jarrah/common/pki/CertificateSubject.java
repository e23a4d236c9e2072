package io.jarrah.common.pki;

import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.id.ClusterName;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * Whose certificate it is: CN = name, OU = role, O = cluster, or {@code cloud} for what belongs to no cluster.
 *
 * @param role what the component is
 * @param name unique in its role: 1 to 63 lower-case letters, digits and inner hyphens
 * @param cluster the cluster of an SC, CC or NC
 */
public record CertificateSubject(ComponentRole role, String name, Optional<ClusterName> cluster) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final String NO_CLUSTER = "cloud";

    public CertificateSubject {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a component's name must be 1 to 63 lower-case letters, digits and inner hyphens: \"" + name
                            + "\"");
        }
        if (cluster.isPresent() && cluster.get().value().equals(NO_CLUSTER)) {
            throw new IllegalArgumentException("a cluster cannot be named " + NO_CLUSTER + "; choose another name");
        }
    }

    /** The subject of a certificate that the cloud's authority issued. {@link PkiException} when it has another form. */
    public static CertificateSubject of(X509Certificate certificate) {
        return of(certificate.getSubjectX500Principal());
    }

    static CertificateSubject of(X500Principal principal) {
        Map<String, String> parts = new HashMap<>();
        try {
            List<Rdn> rdns = new LdapName(principal.getName()).getRdns();
            for (Rdn rdn : rdns) {
                if (rdn.size() != 1
                        || parts.put(rdn.getType().toUpperCase(Locale.ROOT), String.valueOf(rdn.getValue())) != null) {
                    throw new PkiException("the subject " + principal + " repeats a part");
                }
            }
            if (!parts.keySet().equals(java.util.Set.of("CN", "OU", "O"))) {
                throw new PkiException("the subject " + principal + " is not a component's: CN, OU and O are expected");
            }
            String cluster = part(parts, "O");
            return new CertificateSubject(
                    ComponentRole.valueOf(part(parts, "OU")),
                    part(parts, "CN"),
                    cluster.equals(NO_CLUSTER) ? Optional.empty() : Optional.of(new ClusterName(cluster)));
        } catch (InvalidNameException | IllegalArgumentException e) {
            throw new PkiException("the subject " + principal + " is not a component's: " + e.getMessage(), e);
        }
    }

    private static String part(Map<String, String> parts, String type) {
        return parts.getOrDefault(type, "");
    }

    /** As it stands in the certificate. */
    public String distinguishedName() {
        return "CN=" + name + ",OU=" + role + ",O="
                + cluster.map(ClusterName::value).orElse(NO_CLUSTER);
    }
}
