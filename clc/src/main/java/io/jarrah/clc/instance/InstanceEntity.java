package io.jarrah.clc.instance;

import io.jarrah.clc.address.PublicAddress;
import io.jarrah.clc.network.AddressMode;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.id.ReservationId;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An instance: what is desired of it, which API calls change, and what was observed of it, which only
 * {@link #observe} changes. Which pairs of both are possible is written down as constraints of the table.
 */
@Entity
@Table(name = "instances")
public class InstanceEntity {
    @Id
    private String id;

    @Column(name = "account_id")
    private String accountId;

    @Column(name = "reservation_id")
    private String reservationId;

    @Column(name = "launch_index")
    private int launchIndex;

    @Column(name = "zone_name")
    private String zoneName;

    @Column(name = "network_id")
    private @Nullable String networkId;

    @Column(name = "private_ip")
    private @Nullable String privateIp;

    private @Nullable String ipv6;
    private @Nullable String mac;
    private String hostname;

    @Column(name = "image_id")
    private String imageId;

    @Column(name = "kernel_id")
    private @Nullable String kernelId;

    @Column(name = "ramdisk_id")
    private @Nullable String ramdiskId;

    @Column(name = "instance_type")
    private String instanceType;

    private int vcpus;

    @Column(name = "memory_mib")
    private int memoryMib;

    @Column(name = "disk_gib")
    private int diskGib;

    private String architecture;

    @Column(name = "virtualization_type")
    private String virtualizationType;

    @Column(name = "root_device_name")
    private String rootDeviceName;

    @Column(name = "key_name")
    private @Nullable String keyName;

    @Column(name = "termination_protected")
    private boolean terminationProtected;

    @Enumerated(EnumType.STRING)
    @Column(name = "address_mode")
    private AddressMode addressMode;

    @Column(name = "config_drive")
    private boolean configDrive;

    @Column(name = "launched_at")
    private Instant launchedAt;

    @Embedded
    private MetadataSettings metadata;

    @Column(name = "metadata_changed_at")
    private @Nullable Instant metadataChangedAt;

    @Column(name = "automatic_address")
    private boolean automaticAddress;

    @Enumerated(EnumType.STRING)
    private DesiredState desired;

    private long generation;

    @Column(name = "reboot_generation")
    private long rebootGeneration;

    @Column(name = "termination_requested_at")
    private @Nullable Instant terminationRequestedAt;

    @Column(name = "request_id")
    private String requestId;

    @Column(name = "volumes_generation")
    private long volumesGeneration;

    @Column(name = "observed_volumes_generation")
    private long observedVolumesGeneration;

    @Embedded
    private ObservedState observed;

    @Column(name = "reason_code")
    private @Nullable String reasonCode;

    @Column(name = "reason_message")
    private @Nullable String reasonMessage;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected InstanceEntity() {}

    /** An instance that shall run, first generation. */
    public InstanceEntity(NewInstance born) {
        this.id = born.id().value();
        this.accountId = born.account().value();
        this.reservationId = born.reservation().value();
        this.launchIndex = born.launchIndex();
        this.zoneName = born.zone().value();
        this.networkId = born.nic().network().value();
        this.privateIp = born.nic().privateIp().orElse(null);
        this.ipv6 = born.nic().ipv6().orElse(null);
        this.addressMode = born.nic().mode();
        this.configDrive = born.configDrive();
        this.mac = born.nic().mac();
        this.hostname = born.nic().hostname();
        this.imageId = born.boot().image().value();
        this.kernelId = born.boot().kernel().map(ImageId::value).orElse(null);
        this.ramdiskId = born.boot().ramdisk().map(ImageId::value).orElse(null);
        this.architecture = born.boot().architecture();
        this.virtualizationType = born.boot().virtualizationType();
        this.rootDeviceName = born.boot().rootDeviceName();
        this.instanceType = born.shape().instanceType();
        this.vcpus = born.shape().capacity().vcpus();
        this.memoryMib = born.shape().capacity().memoryMib();
        this.diskGib = born.shape().capacity().diskGib();
        this.keyName = born.keyName().orElse(null);
        this.terminationProtected = born.terminationProtected();
        this.launchedAt = born.launchedAt();
        this.metadata = born.metadata();
        this.desired = DesiredState.RUNNING;
        this.generation = 1;
        this.requestId = born.request().id();
        this.observed = new ObservedState();
    }

    /** The instance. */
    public InstanceId id() {
        return new InstanceId(id);
    }

    /** The owner. */
    public AccountId account() {
        return new AccountId(accountId);
    }

    /** The launch it belongs to. */
    public ReservationId reservation() {
        return new ReservationId(reservationId);
    }

    /** Its place in the launch, from 0. */
    public int launchIndex() {
        return launchIndex;
    }

    /** Its zone, which is its cluster. */
    public ClusterName zone() {
        return new ClusterName(zoneName);
    }

    /** Its network; empty once it is terminated. */
    public Optional<NetworkId> network() {
        return Optional.ofNullable(networkId).map(NetworkId::new);
    }

    /** Its address; empty once it is terminated, and in mode SYSTEM before a node has seen it. */
    public Optional<String> privateIp() {
        return Optional.ofNullable(privateIp);
    }

    /** Its IPv6 address, in canonical form; empty when it has none. */
    public Optional<String> ipv6() {
        return Optional.ofNullable(ipv6);
    }

    /** Its MAC; empty once it is terminated. */
    public Optional<String> mac() {
        return Optional.ofNullable(mac);
    }

    /** Host name without domain. */
    public String hostname() {
        return hostname;
    }

    /** The machine image. */
    public ImageId image() {
        return new ImageId(imageId);
    }

    /** The kernel, for classic images. */
    public Optional<ImageId> kernel() {
        return Optional.ofNullable(kernelId).map(ImageId::new);
    }

    /** The ramdisk, for classic images. */
    public Optional<ImageId> ramdisk() {
        return Optional.ofNullable(ramdiskId).map(ImageId::new);
    }

    /** Name of its type. */
    public String instanceType() {
        return instanceType;
    }

    /** What it takes. */
    public Capacity capacity() {
        return new Capacity(vcpus, memoryMib, diskGib);
    }

    /** Such as x86_64. */
    public String architecture() {
        return architecture;
    }

    /** The values of hvm or paravirtual. */
    public String virtualizationType() {
        return virtualizationType;
    }

    /** Such as /dev/sda1. */
    public String rootDeviceName() {
        return rootDeviceName;
    }

    /** The key pair it was launched with. */
    public Optional<String> keyName() {
        return Optional.ofNullable(keyName);
    }

    /** Whether TerminateInstances is refused. */
    public boolean terminationProtected() {
        return terminationProtected;
    }

    /** How it gets its address. */
    public AddressMode addressMode() {
        return addressMode;
    }

    /** Whether it has a disk with its metadata and user data. */
    public boolean configDrive() {
        return configDrive;
    }

    /** Its private address where that is also the one it is reached by (modes STATIC and SYSTEM). */
    public Optional<PublicAddress> openAddress() {
        return privateIp().filter(ip -> addressMode.flat()).map(ip -> PublicAddress.own(ip, account(), id()));
    }

    /** Takes over the address its node has seen; empty when another instance has it now. */
    public void learnAddress(Optional<String> address) {
        if (addressMode != AddressMode.SYSTEM || networkId == null) {
            throw new IllegalStateException("the address of " + id + " is not learned");
        }
        privateIp = address.orElse(null);
    }

    /** When it was launched. */
    public Instant launchedAt() {
        return launchedAt;
    }

    /** How it may read its metadata. */
    public MetadataSettings metadata() {
        return metadata;
    }

    /** Whether the relay goes by {@link #metadata()}: it begins to when the instance runs, and some time after a change. */
    public boolean isMetadataInForce(Instant now) {
        return state() != InstanceState.PENDING
                && (metadataChangedAt == null || !now.isBefore(metadataChangedAt.plus(MetadataSettings.TOLD_FOR)));
    }

    /** Whether it got a public address of its own at its launch, and so gets another when an elastic one leaves it. */
    public boolean hasAutomaticAddress() {
        return automaticAddress;
    }

    /** What the owner wants. */
    public DesiredState desired() {
        return desired;
    }

    /** Generation of what the owner wants. */
    public long generation() {
        return generation;
    }

    /** How many reboots were asked for so far. */
    public long rebootGeneration() {
        return rebootGeneration;
    }

    /** The API request that last changed what is desired of it. */
    public Correlation request() {
        return new Correlation(requestId);
    }

    /** When its end was asked for; empty while it shall run. */
    public Optional<Instant> terminationRequestedAt() {
        return Optional.ofNullable(terminationRequestedAt);
    }

    /** What was observed last. */
    public ObservedState observed() {
        return observed;
    }

    /** Why it is in its state, when there is something to say. */
    public Optional<StateReason> reason() {
        return StoredReason.of(reasonCode, reasonMessage);
    }

    /** The state users see. */
    public InstanceState state() {
        return InstanceState.of(desired, observed.phaseOrNull());
    }

    /** Lets it read its metadata as these settings say, from that time on. */
    public void readMetadata(MetadataSettings settings, Instant now) {
        if (!metadata.equals(settings)) {
            metadata = settings;
            metadataChangedAt = now;
        }
    }

    /** Notes that it got a public address at its launch. */
    public void giveAutomaticAddress() {
        automaticAddress = true;
    }

    /** Allows or refuses TerminateInstances. */
    public void protectTermination(boolean refused) {
        terminationProtected = refused;
    }

    /** Wants it gone; returns whether that is new. The first reason given stays. */
    public boolean terminate(StateReason reason, Correlation request, Instant now) {
        if (desired == DesiredState.TERMINATED || state() == InstanceState.TERMINATED) {
            return false;
        }
        desired = DesiredState.TERMINATED;
        generation++;
        terminationRequestedAt = now;
        requestId = request.id();
        because(reason);
        return true;
    }

    /** Asks for one more reboot. */
    public void reboot(Correlation request) {
        rebootGeneration++;
        requestId = request.id();
    }

    /**
     * Takes over what its cluster says. An instance that is terminated stays so, whatever is reported late; a generation
     * never goes back. On the end it gives back its address, its MAC and its place in the network.
     */
    public Observation observe(ObservedInstance report, Instant now) {
        if (observed.phaseOrNull() == InstancePhase.TERMINATED || !ObservedState.isPossible(report)) {
            return Observation.IGNORED;
        }
        // Why it ends is what was said when its end was asked for.
        boolean said = desired == DesiredState.RUNNING && explained(report);
        if (!observed.take(report, generation, rebootGeneration, now)) {
            return said ? Observation.CHANGED : Observation.UNCHANGED;
        }
        if (report.phase() != InstancePhase.TERMINATED) {
            return Observation.CHANGED;
        }
        networkId = null;
        privateIp = null;
        ipv6 = null;
        mac = null;
        return Observation.TERMINATED;
    }

    /** Generation of the volumes that its node is to be told; 0 when it never was to have one. */
    public long volumesGeneration() {
        return volumesGeneration;
    }

    /** The generation of its volumes that its node took up last; 0 when none. */
    public long observedVolumesGeneration() {
        return observedVolumesGeneration;
    }

    /** Notes that its node is to be told other volumes from this transaction on. */
    public void volumesChanged() {
        volumesGeneration++;
    }

    /** Takes over which generation of its volumes its node took up, as far as we gave one out; returns whether that is new. */
    public boolean observeVolumes(long generation) {
        long taken = Math.min(generation, volumesGeneration);
        boolean news = taken != observedVolumesGeneration;
        observedVolumesGeneration = taken;
        return news;
    }

    /** Notes that its cluster does not know it at present; nothing else is concluded from that. */
    public void lostFromSight() {
        observed.lostFromSight();
    }

    /** What came of a report. */
    public enum Observation {
        /** It was too late or made no sense. */
        IGNORED,
        /** Nothing new. */
        UNCHANGED,
        /** Something is new. */
        CHANGED,
        /** The instance came to its end with this report. */
        TERMINATED
    }

    /** Takes over why it is in its state; what kept it from running is over when it runs and nothing is said. Returns whether that is new. */
    private boolean explained(ObservedInstance report) {
        Optional<StateReason> before = reason();
        report.reason().ifPresent(this::because);
        if (report.reason().isEmpty() && report.phase() == InstancePhase.RUNNING) {
            reasonCode = null;
            reasonMessage = null;
        }
        return !before.equals(reason());
    }

    private void because(StateReason reason) {
        StateReason clipped = StoredReason.clipped(reason);
        reasonCode = clipped.code();
        reasonMessage = clipped.message();
    }

    /** Its node, when it is known. */
    public Optional<NodeName> node() {
        return observed.node();
    }
}
