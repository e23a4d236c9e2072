package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.address.Addresses;
import io.jarrah.clc.address.PublicAddress;
import io.jarrah.clc.cluster.ClusterEntity;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.image.ImageEntity;
import io.jarrah.clc.image.ImageState;
import io.jarrah.clc.image.Images;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.instance.LaunchDataEntity;
import io.jarrah.clc.instance.LaunchQuota;
import io.jarrah.clc.instance.MetadataDefaultsEntity;
import io.jarrah.clc.instance.MetadataPreferences;
import io.jarrah.clc.instance.MetadataRules;
import io.jarrah.clc.instance.MetadataSettings;
import io.jarrah.clc.instance.NewInstance;
import io.jarrah.clc.instance.ReservationEntity;
import io.jarrah.clc.instancetype.InstanceType;
import io.jarrah.clc.instancetype.InstanceTypes;
import io.jarrah.clc.keypair.KeyPair;
import io.jarrah.clc.keypair.KeyPairs;
import io.jarrah.clc.network.HostAddress;
import io.jarrah.clc.network.NetworkEntity;
import io.jarrah.clc.network.Networks;
import io.jarrah.clc.securitygroup.GroupLookup;
import io.jarrah.clc.securitygroup.Memberships;
import io.jarrah.clc.securitygroup.SecurityGroupRef;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.volume.Attachment;
import io.jarrah.clc.volume.Attachments;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.clc.vpc.op.VpcObject;
import io.jarrah.common.config.ClcSettings.ConfigDrives;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.db.Conflicts;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.ReservationId;
import jakarta.persistence.PersistenceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.hibernate.Session;

/**
 * Launches in one transaction: zone, network, addresses, quota, rows and tags, or nothing. Launches of one process take
 * turns, which spares them losing races; against other processes the version of the cluster's row and the unique
 * constraints decide, and the loser starts over.
 */
final class Launcher {
    private static final int TRIES = 8;

    /** Who launches an instance with this tag, and any value but false, asks for a config drive. */
    private static final String CONFIG_DRIVE_TAG = "jarrah:config-drive";

    private final Database database;
    private final Networks networks;
    private final InstanceTypes types;
    private final KeyPairs keyPairs;
    private final GroupLookup groups;
    private final Tags tags;
    private final LaunchQuota quota;
    private final LaunchSites sites;
    private final LaunchPublicAddresses publicAddresses;
    private final ConfigDrives configDrives;
    private final RandomGenerator random;
    private final ReentrantLock turn = new ReentrantLock(true);

    Launcher(
            Database database,
            Networks networks,
            InstanceTypes types,
            KeyPairs keyPairs,
            GroupLookup groups,
            Tags tags,
            LaunchQuota quota,
            LaunchSites sites,
            LaunchPublicAddresses publicAddresses,
            ConfigDrives configDrives,
            RandomGenerator random) {
        this.database = database;
        this.networks = networks;
        this.types = types;
        this.keyPairs = keyPairs;
        this.groups = groups;
        this.tags = tags;
        this.quota = quota;
        this.sites = sites;
        this.publicAddresses = publicAddresses;
        this.configDrives = configDrives;
        this.random = random;
    }

    /**
     * A launch.
     *
     * @param addresses the public addresses that lead to the instances
     * @param repeated whether it was carried out by an earlier request with the same token
     * @param groups the security groups of each instance
     * @param elsewhere other clusters whose network documents are others now
     */
    record Launched(
            ReservationEntity reservation,
            List<InstanceEntity> instances,
            Map<InstanceId, PublicAddress> addresses,
            boolean repeated,
            Map<InstanceId, List<SecurityGroupRef>> groups,
            Map<InstanceId, List<Attachment>> volumes,
            Set<ClusterName> elsewhere) {}

    Launched launch(CallContext context, LaunchOrder order) {
        for (int attempt = 1; ; attempt++) {
            turn.lock();
            try {
                return database.write(session -> launch(session, context, order));
            } catch (PersistenceException e) {
                if (attempt == TRIES || Conflicts.violatedConstraint(e) == null) {
                    throw e;
                }
            } finally {
                turn.unlock();
            }
        }
    }

    private Launched launch(Session session, CallContext context, LaunchOrder order) {
        Optional<ReservationEntity> earlier =
                order.clientToken().flatMap(token -> Instances.launchedWith(session, context.account(), token));
        if (earlier.isPresent()) {
            return repeat(session, order, earlier.get());
        }
        NewInstance.Boot boot = boot(session, context, order);
        NewInstance.Shape shape = shape(session, order);
        order.metadata().requireServed(networks.plan());
        MetadataSettings metadata = metadata(session, context, order);
        List<SecurityGroupRef> in = order.groups().resolve(session, context, groups);
        Optional<String> publicKey = order.keyName().map(name -> publicKey(session, context, name));
        int permitted = permitted(session, context, order, shape);
        LaunchSites.Site site = sites.choose(session, context.account(), order, shape, permitted);
        ClusterEntity cluster = Clusters.ensure(session, site.zone(), context.now());
        Networks.Ensured ensured = networks.ensure(session, context.account(), site.zone(), context.now())
                .orElseThrow(() -> noNetwork(networks));
        NetworkEntity network = ensured.network();
        List<HostAddress> addresses = LaunchAddresses.choose(
                networks.plan(), network, taken(session, network), order, Math.min(permitted, site.room()));
        List<String> open = publicAddresses.choose(session, order, addresses.size());
        int launching = publicAddresses.permitted(order, addresses.size(), open);
        LaunchIpv6.Source ipv6 = order.nic().ipv6().in(session, networks.plan(), network, random);
        cluster.networkChanged();
        ReservationEntity reservation = new ReservationEntity(
                ReservationId.random(random), context.account(), order.clientToken(), order.digest(), context.now());
        session.persist(reservation);
        session.flush();
        List<InstanceEntity> launched = new ArrayList<>();
        for (HostAddress address : addresses.subList(0, launching)) {
            launched.add(instance(
                    session,
                    context,
                    order,
                    new Place(reservation, network, address, ipv6.next(), launched.size()),
                    boot,
                    shape,
                    metadata));
        }
        session.flush();
        Map<InstanceId, List<SecurityGroupRef>> joined = new HashMap<>();
        for (InstanceEntity instance : launched) {
            Memberships.join(session, instance.id(), in);
            joined.put(instance.id(), in);
            keepWith(session, instance, order, publicKey);
        }
        Set<ClusterName> elsewhere = new HashSet<>(ensured.elsewhere());
        elsewhere.addAll(changed(session, in, cluster));
        return new Launched(
                reservation,
                launched,
                publicAddresses.assign(session, launched, open, context.now()),
                false,
                joined,
                Map.of(),
                elsewhere);
    }

    private int permitted(Session session, CallContext context, LaunchOrder order, NewInstance.Shape shape) {
        int permitted = quota.permitted(session, context.account(), shape.capacity(), order.max());
        if (permitted < order.min()) {
            throw Ec2Error.INSTANCE_LIMIT_EXCEEDED.because("You have requested more instances (" + order.min()
                    + ") than your current instance limit permits (" + permitted + " more).");
        }
        return permitted;
    }

    /** Other clusters in which a rule names one of the groups, and so must know of the new members. */
    private static Set<ClusterName> changed(Session session, List<SecurityGroupRef> joined, ClusterEntity cluster) {
        return Memberships.changed(
                session, joined.stream().map(SecurityGroupRef::id).toList(), cluster.name());
    }

    /** What a launch gives an instance beside its row. */
    private void keepWith(Session session, InstanceEntity instance, LaunchOrder order, Optional<String> publicKey) {
        if (order.userData().isPresent() || publicKey.isPresent()) {
            session.persist(new LaunchDataEntity(instance.id(), order.userData(), publicKey));
        }
        if (!order.tags().isEmpty()) {
            tags.put(session, instance.account(), "instance", instance.id().value(), order.tags());
        }
        if (!order.nic().tags().isEmpty()) {
            tags.put(
                    session,
                    instance.account(),
                    VpcObject.NETWORK_INTERFACE.resourceType(),
                    DefaultVpc.networkInterface(instance.id()),
                    order.nic().tags());
        }
    }

    private record Place(
            ReservationEntity reservation, NetworkEntity network, HostAddress host, Optional<String> ipv6, int index) {}

    /** The site's own network is one, whatever the zone. */
    private Set<String> taken(Session session, NetworkEntity network) {
        return networks.plan().mode().flat()
                ? Instances.addresses(session)
                : Instances.addressesIn(session, network.id());
    }

    private boolean hasConfigDrive(LaunchOrder order) {
        return switch (configDrives) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> networks.plan().mode().flat() || isAskedFor(order);
        };
    }

    private static boolean isAskedFor(LaunchOrder order) {
        String value = order.tags().get(CONFIG_DRIVE_TAG);
        return value != null && !value.equalsIgnoreCase("false");
    }

    private InstanceEntity instance(
            Session session,
            CallContext context,
            LaunchOrder order,
            Place place,
            NewInstance.Boot boot,
            NewInstance.Shape shape,
            MetadataSettings metadata) {
        InstanceId id = InstanceId.random(random);
        InstanceEntity made = new InstanceEntity(new NewInstance(
                id,
                context.account(),
                place.reservation().id(),
                place.index(),
                place.network().zone(),
                new NewInstance.Nic(
                        place.network().id(),
                        place.host().address(),
                        place.host().mac().orElseGet(() -> NewInstance.macOf(id)),
                        place.host().address().map(NewInstance::hostnameOf).orElse(id.value()),
                        networks.plan().mode(),
                        place.ipv6()),
                boot,
                shape,
                order.keyName(),
                order.terminationProtected(),
                metadata,
                hasConfigDrive(order),
                context.correlation(),
                context.now()));
        session.persist(made);
        return made;
    }

    /** What the order says, else what the account prefers, else what everybody has. */
    private static MetadataSettings metadata(Session session, CallContext context, LaunchOrder order) {
        Optional<MetadataDefaultsEntity> account = MetadataDefaultsEntity.find(session, context.account());
        MetadataPreferences preferred =
                account.map(MetadataDefaultsEntity::preferences).orElse(MetadataPreferences.NONE);
        MetadataSettings settings = order.metadata().over(preferred.over(MetadataSettings.DEFAULT));
        MetadataRules.requireEnforced(account, settings);
        MetadataRules.requireReadable(settings, order.tags().keySet());
        return settings;
    }

    private static Launched repeat(Session session, LaunchOrder order, ReservationEntity earlier) {
        if (!earlier.requestDigest().equals(order.digest())) {
            throw Ec2Error.IDEMPOTENT_PARAMETER_MISMATCH.because(
                    "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).");
        }
        List<InstanceEntity> rows = Instances.ofReservation(session, earlier.id());
        List<InstanceId> ids = rows.stream().map(InstanceEntity::id).toList();
        return new Launched(
                earlier,
                rows,
                Addresses.inUse(session, ids),
                true,
                Memberships.of(session, ids),
                Attachments.byInstance(session, ids),
                Set.of());
    }

    private static NewInstance.Boot boot(Session session, CallContext context, LaunchOrder order) {
        ImageEntity image = image(session, context, order.image());
        Optional<ImageId> kernel =
                order.kernel().map(id -> image(session, context, id).id()).or(image::kernel);
        Optional<ImageId> ramdisk =
                order.ramdisk().map(id -> image(session, context, id).id()).or(image::ramdisk);
        if (ramdisk.isPresent() && kernel.isEmpty()) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "A ramdisk needs a kernel; image " + image.id() + " has none and the request names none.");
        }
        kernel.ifPresent(id -> requireAvailable(session, id));
        ramdisk.ifPresent(id -> requireAvailable(session, id));
        return new NewInstance.Boot(
                image.id(), kernel, ramdisk, image.architecture(), image.virtualizationType(), image.rootDeviceName());
    }

    private static ImageEntity image(Session session, CallContext context, ImageId id) {
        ImageEntity image = Images.visible(session, context.account(), id)
                .orElseThrow(
                        () -> Ec2Error.INVALID_AMI_ID_NOT_FOUND.because("The image id '[" + id + "]' does not exist"));
        requireAvailable(session, image.id());
        return image;
    }

    private static void requireAvailable(Session session, ImageId id) {
        ImageState state = Images.find(session, id).map(ImageEntity::state).orElse(ImageState.DEREGISTERED);
        if (state != ImageState.AVAILABLE) {
            throw Ec2Error.INVALID_AMI_ID_UNAVAILABLE.because(
                    "The image ID '" + id + "' is not available; its state is " + state.apiName() + ".");
        }
    }

    private NewInstance.Shape shape(Session session, LaunchOrder order) {
        InstanceType type = types.find(session, order.instanceType())
                .orElseThrow(() -> Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "Invalid value '" + order.instanceType() + "' for InstanceType."));
        return new NewInstance.Shape(type.name(), new Capacity(type.vcpus(), type.memoryMib(), type.diskGib()));
    }

    private String publicKey(Session session, CallContext context, String name) {
        KeyPair pair = keyPairs.byName(session, context.account(), name)
                .orElseThrow(() ->
                        Ec2Error.INVALID_KEY_PAIR_NOT_FOUND.because("The key pair '" + name + "' does not exist"));
        return pair.publicKey();
    }

    private static RuntimeException noNetwork(Networks networks) {
        return Ec2Error.INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET.because(
                "All " + networks.plan().slices()
                        + " networks of this cloud are in use; the administrator can widen VNET_SUBNET.");
    }
}
