package io.jarrah.clc.component;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.QueryError;
import io.jarrah.clc.zone.Zones;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.longpoll.ChangeLog;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * The registry of components. The rows are the truth; a copy in memory answers "whose signature do I accept" without the database and wakes those who wait for a change. With several cloud controllers the copy is at most {@link #REFRESH} behind.
 */
public final class Components {
    /** How long a join token is good for. */
    public static final Duration TOKEN_LIFE = Duration.ofHours(24);

    private static final Duration REFRESH = Duration.ofSeconds(5);
    /** When a cloud comes up, each component that joins is told to every other. */
    private static final Duration PACE = Duration.ofMillis(250);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final String OF_ROLE_IN_CLUSTER =
            "from ComponentEntity where role = :role and cluster = :cluster and revoked = false";

    private final Database database;
    private final Zones zones;
    private final ChangeLog<ComponentEntity.Key, Component> published = new ChangeLog<>(PACE);

    public Components(Database database, Zones zones) {
        this.database = database;
        this.zones = zones;
    }

    /**
     * Registers a component that is to join with a token; registering a cluster controller makes its availability zone. Done again before the component joined, it only replaces the token.
     *
     * @param secretSha256 of the token's secret
     * @throws ApiException ValidationError, NoSuchEntity for a cluster without controller, EntityAlreadyExists
     */
    public RegisteredComponent register(
            ComponentRole role, String name, Optional<ClusterName> cluster, String secretSha256, Instant now) {
        return register(role, name, cluster, 1, secretSha256, now);
    }

    /**
     * As {@link #register}, for a cluster controller that is to take over from the one there is, too.
     *
     * @throws ApiException as {@link #register}; EntityAlreadyExists for a third one
     */
    public RegisteredComponent registerStandby(
            String name, Optional<ClusterName> cluster, String secretSha256, Instant now) {
        return register(ComponentRole.CC, name, cluster, 2, secretSha256, now);
    }

    private RegisteredComponent register(
            ComponentRole role,
            String name,
            Optional<ClusterName> cluster,
            int most,
            String secretSha256,
            Instant now) {
        check(role, name, cluster);
        RegisteredComponent component = database.write(session -> {
            String clusterName = cluster.map(ClusterName::value).orElse(null);
            if (cluster.isPresent()) {
                requireCluster(session, role, name, cluster.get(), most, now);
            }
            ComponentEntity row = session.find(ComponentEntity.class, new ComponentEntity.Key(role, name));
            if (row == null) {
                row = new ComponentEntity(role, name, clusterName, now);
                session.persist(row);
            } else if (row.value().revoked() || row.value().endpoint().isEmpty()) {
                row.registerAgain(clusterName, now);
            } else {
                throw QueryError.ENTITY_ALREADY_EXISTS.because("The " + role + " " + name
                        + " is registered and has joined; deregister it first to let another machine take its place.");
            }
            dropTokens(session, role, name);
            session.persist(new JoinTokenEntity(secretSha256, role, name, now.plus(TOKEN_LIFE)));
            return row.value();
        });
        refresh();
        return component;
    }

    private static void check(ComponentRole role, String name, Optional<ClusterName> cluster) {
        if (role == ComponentRole.CLC) {
            throw QueryError.VALIDATION_ERROR.because("The cloud controller registers itself");
        }
        if (!NAME.matcher(name).matches()) {
            throw QueryError.VALIDATION_ERROR.because(
                    "A component's name has 1 to 63 lower-case letters, digits and inner hyphens");
        }
        if ((role == ComponentRole.WALRUS) == cluster.isPresent()) {
            throw QueryError.VALIDATION_ERROR.because(
                    role == ComponentRole.WALRUS
                            ? "Walrus serves all clusters; leave the cluster out"
                            : "Say in which cluster the " + role + " is");
        }
    }

    private void requireCluster(
            Session session, ComponentRole role, String name, ClusterName cluster, int most, Instant now) {
        if (role == ComponentRole.CC || role == ComponentRole.SC) {
            List<String> others = session
                    .createSelectionQuery(OF_ROLE_IN_CLUSTER, ComponentEntity.class)
                    .setParameter("role", role)
                    .setParameter("cluster", cluster.value())
                    .getResultList()
                    .stream()
                    .map(row -> row.value().name())
                    .filter(other -> !other.equals(name))
                    .toList();
            if (others.size() >= most) {
                throw QueryError.ENTITY_ALREADY_EXISTS.because("The cluster " + cluster + " has the " + role + " "
                        + String.join(" and ", others)
                        + "; deregister that one first"
                        + (role == ComponentRole.CC && most == 1 ? ", or register this one as its standby." : "."));
            }
        }
        if (role == ComponentRole.CC) {
            zones.ensure(session, cluster, now);
        } else if (!zones.exists(session, cluster.value())) {
            throw QueryError.NO_SUCH_ENTITY.because(
                    "There is no cluster " + cluster + "; register its cluster controller (role cc) first.");
        }
    }

    /**
     * Takes a token, once: the first key that comes with the secret has it, and only that key may come again, since its answer may have been lost.
     *
     * @param secretSha256 of the token's secret
     * @param keySha256 fingerprint of the component's public key
     * @return whom to certify, or empty when no such token is good for that role, name and key
     */
    public Optional<RegisteredComponent> redeem(
            ComponentRole role, String name, String secretSha256, String keySha256, Instant now) {
        return database.write(session -> {
            JoinTokenEntity token = session.find(JoinTokenEntity.class, secretSha256);
            ComponentEntity row = session.find(ComponentEntity.class, new ComponentEntity.Key(role, name));
            boolean good = token != null
                    && row != null
                    && token.isFor(role, name)
                    && token.goodFor(keySha256, now)
                    && !row.value().revoked();
            if (!good) {
                return Optional.empty();
            }
            token.usedBy(keySha256);
            return Optional.of(row.value());
        });
    }

    /** Takes the certificate and endpoint of a component whose token was redeemed just now; they are good from here on. Does nothing when it was deregistered meanwhile. */
    public void joined(Component component, Instant now) {
        database.write(session -> {
            ComponentEntity row = find(session, component);
            if (row != null && !row.value().revoked()) {
                row.join(component.endpoint(), component.certificateSha256(), now);
            }
            return component;
        });
        refresh();
    }

    /** Registers the cloud controller itself, joined. */
    public void registerSelf(String name, URI endpoint, String certificateSha256, Instant now) {
        database.write(session -> {
            ComponentEntity row = session.find(ComponentEntity.class, new ComponentEntity.Key(ComponentRole.CLC, name));
            if (row == null) {
                row = new ComponentEntity(ComponentRole.CLC, name, null, now);
                session.persist(row);
            }
            row.join(endpoint, certificateSha256, now);
            return row;
        });
        refresh();
    }

    /**
     * Deregisters a component: its signature is refused from now on, its unused token too.
     *
     * @throws ApiException NoSuchEntity, or ValidationError for a cloud controller
     */
    public RegisteredComponent deregister(ComponentRole role, String name) {
        if (role == ComponentRole.CLC) {
            throw QueryError.VALIDATION_ERROR.because("The cloud controller cannot deregister itself");
        }
        RegisteredComponent gone = database.write(session -> {
            ComponentEntity row = session.find(ComponentEntity.class, new ComponentEntity.Key(role, name));
            if (row == null || row.value().revoked()) {
                throw QueryError.NO_SUCH_ENTITY.because("There is no " + role + " named " + name + ".");
            }
            row.revoke();
            dropTokens(session, role, name);
            return row.value();
        });
        refresh();
        return gone;
    }

    /** The whole registry: revoked components and those that have not joined yet too. */
    public List<RegisteredComponent> list() {
        return database.read(session -> session
                .createSelectionQuery("from ComponentEntity order by role, cluster, name", ComponentEntity.class)
                .getResultList()
                .stream()
                .map(ComponentEntity::value)
                .toList());
    }

    /** All components that joined, revoked ones too, from memory. */
    public Collection<Component> published() {
        return published.all();
    }

    /** By long poll: what changed since that revision, see {@link Changes}. */
    public Changes<Component> since(Revision since, Duration wait) {
        Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        long end = System.nanoTime() + bounded.toNanos();
        while (true) {
            refresh();
            long left = Math.max(0, end - System.nanoTime());
            Changes<Component> changes = published.since(since, Duration.ofNanos(Math.min(left, REFRESH.toNanos())));
            boolean timeIsUp = left <= REFRESH.toNanos();
            if (changes.complete() || !changes.items().isEmpty() || timeIsUp) {
                return changes;
            }
        }
    }

    /** Takes a call as a sign of life. */
    public void seen(Component caller, Instant now) {
        database.write(session -> {
            ComponentEntity row = find(session, caller);
            if (row != null) {
                row.seen(now);
            }
            return now;
        });
    }

    private static @Nullable ComponentEntity find(Session session, Component component) {
        return session.find(ComponentEntity.class, new ComponentEntity.Key(component.role(), component.name()));
    }

    /** Brings the copy in memory up to the rows; done at start and after every change. */
    public synchronized void refresh() {
        Set<ComponentEntity.Key> present = new HashSet<>();
        for (RegisteredComponent row : list()) {
            row.published().ifPresent(component -> {
                ComponentEntity.Key key = new ComponentEntity.Key(component.role(), component.name());
                present.add(key);
                published.put(key, component);
            });
        }
        for (Component known : published.all()) {
            ComponentEntity.Key key = new ComponentEntity.Key(known.role(), known.name());
            if (!present.contains(key)) {
                published.remove(key);
            }
        }
    }

    /** Ends all waits: the service stops. */
    public void close() {
        published.close();
    }

    private static void dropTokens(Session session, ComponentRole role, String name) {
        session.createMutationQuery("delete from JoinTokenEntity where role = :role and name = :name")
                .setParameter("role", role)
                .setParameter("name", name)
                .executeUpdate();
    }
}
