package io.jarrah.common.soap;

import io.jarrah.wsdl.cluster.ClusterPort;
import io.jarrah.wsdl.identity.IdentityPort;
import io.jarrah.wsdl.node.NodePort;
import io.jarrah.wsdl.storage.StoragePort;
import io.jarrah.wsdl.walrus.WalrusPort;
import java.util.Arrays;
import java.util.Locale;
import javax.xml.namespace.QName;

/** The internal contracts: one WSDL and one Java interface each. */
public enum Contract {
    /** {@code ClusterService}, at {@code /services/Cluster}. */
    CLUSTER("Cluster", ClusterPort.class),
    /** {@code NodeService}, at {@code /services/Node}. */
    NODE("Node", NodePort.class),
    /** {@code StorageService}, at {@code /services/Storage}. */
    STORAGE("Storage", StoragePort.class),
    /** {@code WalrusService}, at {@code /services/Walrus}. */
    WALRUS("Walrus", WalrusPort.class),
    /** {@code IdentityService}, at {@code /services/Identity}. */
    IDENTITY("Identity", IdentityPort.class);

    /** The path under which all contracts lie. */
    static final String ROOT = "/services";

    private final String title;
    private final Class<?> port;

    Contract(String title, Class<?> port) {
        this.title = title;
        this.port = port;
    }

    /** Where it is served on every host. */
    public String path() {
        return ROOT + "/" + title;
    }

    String title() {
        return title;
    }

    Class<?> port() {
        return port;
    }

    String namespace() {
        return "urn:jarrah:" + title.toLowerCase(Locale.ROOT);
    }

    QName service() {
        return new QName(namespace(), title);
    }

    String wsdl() {
        return "classpath:wsdl/" + title.toLowerCase(Locale.ROOT) + ".wsdl";
    }

    boolean has(String operation) {
        return Arrays.stream(port.getMethods())
                .anyMatch(method -> method.getName().equals(operation));
    }

    /** The wsa:Action of a request. */
    String action(String operation) {
        return namespace() + ":" + operation;
    }
}
