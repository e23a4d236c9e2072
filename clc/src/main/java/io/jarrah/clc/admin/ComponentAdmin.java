package io.jarrah.clc.admin;

import io.jarrah.clc.action.Access;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.action.Api;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.QueryError;
import io.jarrah.clc.cluster.ControllerDuties;
import io.jarrah.clc.component.Components;
import io.jarrah.clc.component.RegisteredComponent;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.pki.JoinToken;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The registry of components in the admin API. */
public final class ComponentAdmin {
    /** RegisterComponent; {@code cluster} for an sc, cc or nc; {@code standby} for a cluster's second cc. */
    public record Register(
            @Nullable String role,
            @Nullable String name,
            @Nullable String cluster,
            @Nullable Boolean standby) {}

    /** ListComponents. */
    public record Nothing() {}

    /** DeregisterComponent. */
    public record Deregister(
            @Nullable String role, @Nullable String name) {}

    /** A component in an answer; {@code duty} is what a cluster controller that is one of two does. */
    public record ComponentView(
            String role,
            String name,
            Optional<String> cluster,
            Optional<String> endpoint,
            Optional<String> certificateSha256,
            String state,
            Instant registered,
            Optional<Instant> lastSeen,
            Optional<String> duty) {
        static ComponentView of(RegisteredComponent component, ControllerDuties duties) {
            String state =
                    component.revoked() ? "deregistered" : component.endpoint().isPresent() ? "joined" : "awaited";
            return new ComponentView(
                    component.role().name().toLowerCase(Locale.ROOT),
                    component.name(),
                    component.cluster().map(ClusterName::value),
                    component.endpoint().map(URI::toString),
                    component.certificateSha256(),
                    state,
                    component.registered(),
                    component.lastSeen(),
                    component.role() == ComponentRole.CC && !component.revoked()
                            ? duties.of(component.name())
                            : Optional.empty());
        }
    }

    /** Answer of ListComponents. */
    public record ComponentList(List<ComponentView> components) {}

    /** Answer of RegisterComponent: the token is shown this once. */
    public record Registered(ComponentView component, String joinToken, Instant expires) {
        @Override
        public String toString() {
            return "registered " + component;
        }
    }

    private final Components components;
    private final ControllerDuties duties;
    private final String authorityFingerprint;
    private final SecureRandom random;

    /** {@code authorityFingerprint} is the CA's, by which a joining component knows whom to trust. */
    public ComponentAdmin(
            Components components, ControllerDuties duties, String authorityFingerprint, SecureRandom random) {
        this.components = components;
        this.duties = duties;
        this.authorityFingerprint = authorityFingerprint;
        this.random = random;
    }

    /** Adds the actions. */
    public void addTo(ActionTable.Builder admin) {
        admin.serve("RegisterComponent", Register.class, this::register, Access.toCloud(Api.ADMIN))
                .serve(
                        "ListComponents",
                        Nothing.class,
                        (context, request) -> new ComponentList(components.list().stream()
                                .map(component -> ComponentView.of(component, duties))
                                .toList()),
                        Access.toCloud(Api.ADMIN))
                .serve(
                        "DeregisterComponent",
                        Deregister.class,
                        (context, request) -> ComponentView.of(
                                components.deregister(role(request.role()), Fields.required("name", request.name())),
                                duties),
                        Access.toCloud(Api.ADMIN));
    }

    private Registered register(CallContext context, Register request) {
        ComponentRole role = role(request.role());
        String name = Fields.required("name", request.name());
        Optional<ClusterName> cluster = Optional.ofNullable(request.cluster()).map(ComponentAdmin::cluster);
        JoinToken token = token(role, name);
        boolean standby = Boolean.TRUE.equals(request.standby());
        if (standby && role != ComponentRole.CC) {
            throw QueryError.VALIDATION_ERROR.because("Only a cluster controller (role cc) can stand by");
        }
        RegisteredComponent registered = standby
                ? components.registerStandby(name, cluster, token.secretSha256(), context.now())
                : components.register(role, name, cluster, token.secretSha256(), context.now());
        return new Registered(
                ComponentView.of(registered, duties),
                token.format(),
                context.now().plus(Components.TOKEN_LIFE));
    }

    private JoinToken token(ComponentRole role, String name) {
        return JoinToken.random(role, name, authorityFingerprint, random);
    }

    private static ClusterName cluster(String name) {
        try {
            return new ClusterName(name);
        } catch (IllegalArgumentException bad) {
            throw new ApiException(QueryError.VALIDATION_ERROR, String.valueOf(bad.getMessage()), bad);
        }
    }

    private static ComponentRole role(@Nullable String name) {
        String wanted = Fields.required("role", name).toUpperCase(Locale.ROOT);
        for (ComponentRole role : ComponentRole.values()) {
            if (role.name().equals(wanted)) {
                return role;
            }
        }
        throw QueryError.VALIDATION_ERROR.because("A component's role is one of walrus, sc, cc, nc");
    }
}
