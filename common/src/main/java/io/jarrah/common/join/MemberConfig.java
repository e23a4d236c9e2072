package io.jarrah.common.join;

import io.jarrah.common.config.JarrahConf;
import io.jarrah.common.config.Setting;
import io.jarrah.common.config.Settings;
import io.jarrah.common.contract.ComponentRole;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a component belongs to the cloud.
 *
 * @param role what it is
 * @param directory its state directory; key store and registry are kept there
 * @param joinUrl where a token is exchanged for a certificate; needed only to join
 * @param tokenFile holds the token; needed only to join
 * @param bindHost address its SOAP service listens on
 * @param port port of its SOAP service; must be known before joining, so not 0
 * @param advertisedHost host by which others reach it
 */
public record MemberConfig(
        ComponentRole role,
        Path directory,
        Optional<URI> joinUrl,
        Optional<Path> tokenFile,
        String bindHost,
        int port,
        String advertisedHost) {
    /** From the configuration file; {@code port} is the setting of the component's SOAP port. */
    public static MemberConfig of(JarrahConf conf, ComponentRole role, Path directory, Setting<Integer> port) {
        String url = conf.get(Settings.CLC_JOIN_URL);
        Path token = conf.get(Settings.JOIN_TOKEN_FILE);
        String host = conf.get(Settings.ADVERTISED_HOST);
        return new MemberConfig(
                role,
                directory,
                url.isEmpty() ? Optional.empty() : Optional.of(URI.create(url)),
                token.toString().isEmpty() ? Optional.empty() : Optional.of(token),
                "0.0.0.0",
                conf.get(port),
                host.isEmpty() ? "127.0.0.1" : host);
    }

    Path keyStore() {
        return directory.resolve("keys.p12");
    }

    Path registryFile() {
        return directory.resolve("components.json");
    }
}
