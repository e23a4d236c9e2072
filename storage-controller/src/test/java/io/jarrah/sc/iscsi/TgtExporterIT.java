package io.jarrah.sc.iscsi;

import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.TWO;
import static io.jarrah.sc.testing.Volumes.grant;
import static io.jarrah.sc.testing.Volumes.initiator;
import static io.jarrah.sc.testing.Volumes.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.config.StorageNetwork;
import io.jarrah.common.contract.ChapCredential;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.IscsiNames;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.contract.VolumeGrant;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.os.ProcessTable;
import io.jarrah.common.testing.Eventually;
import io.jarrah.sc.StorageController;
import io.jarrah.sc.StorageControllerConfig;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.iscsi.TgtRequest.Mode;
import io.jarrah.sc.iscsi.TgtRequest.Operation;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A storage controller with its tgtd on an address of this host's loopback, and QEMU as the initiator. */
@Timeout(180)
class TgtExporterIT {
    private static final Correlation TEST = new Correlation("test");
    private static final String HOST = "127.0.4.1";
    private static final String ELSEWHERE = "127.0.4.2";

    @TempDir
    Path directory;

    private final List<QemuIo> initiators = new ArrayList<>();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private StorageController controller;
    private int port;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        begin(StorageNetwork.NONE, HOST);
    }

    private void begin(StorageNetwork network, String host) throws Exception {
        controller = StorageController.real(
                new StorageControllerConfig(
                        directory.resolve("sc"),
                        directory.resolve("volumes"),
                        BigDecimal.TEN,
                        network,
                        host,
                        port,
                        "127.0.0.1",
                        0),
                () -> Instant.now().plus(ahead.get()),
                new SecureRandom(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        controller.start();
    }

    @AfterEach
    void end() throws Exception {
        for (QemuIo initiator : initiators) {
            initiator.end();
        }
        controller.stop();
        for (ProcessHandle tgtd : tgtds()) {
            tgtd.destroyForcibly();
            tgtd.onExit().get();
        }
    }

    /** Those with a socket of this test's. */
    private List<ProcessHandle> tgtds() {
        String mark = directory.resolve("sc/tgtd/pid").toString();
        return ProcessTable.startedWith(arguments -> arguments.contains(mark));
    }

    private Tgtd tgtd() {
        return new Tgtd(socket());
    }

    private TgtSocket socket() {
        return new TgtSocket(directory.resolve("sc/tgtd/socket.0"), Duration.ofSeconds(10));
    }

    private ObservedVolume observed(VolumeId id) {
        return controller.service().describeVolumes(TEST, Revision.NONE, Duration.ZERO).items().stream()
                .filter(volume -> volume.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private VolumeExport granted(long generation, int gib, VolumeGrant grant) throws Exception {
        controller.service().applyVolume(TEST, spec(ONE, generation, gib, grant));
        return Eventually.get(() -> observed(ONE).export().filter(export -> export.attachment() == grant.attachment()));
    }

    private void detached(long generation, int gib) throws Exception {
        controller.service().applyVolume(TEST, spec(ONE, generation, gib));
        Eventually.isTrue(() -> observed(ONE).export().isEmpty());
    }

    private QemuIo login(VolumeExport export, VolumeGrant grant) throws IOException {
        return login(export, grant.initiator(), grant.chap());
    }

    private QemuIo login(VolumeExport export, String initiator, ChapCredential chap) throws IOException {
        QemuIo login = new QemuIo(directory, export, initiator, chap, List.of());
        initiators.add(login);
        return login;
    }

    @Test
    void whoIsGrantedWritesAndReadsAndNobodyElseIsLetIn() throws Exception {
        VolumeGrant grant = grant(ONE, 1, 7);
        VolumeExport export = granted(1, 2, grant);
        assertThat(export.target()).isEqualTo(IscsiNames.target(ONE, 1));
        QemuIo disk = login(export, grant);
        assertThat(disk.seesGib(2)).isTrue();
        assertThat(disk.reads(0, "1M")).isTrue();
        disk.writes(0x5a, "1M");
        assertThat(disk.reads(0x5a, "1M")).isTrue();
        assertThat(Files.readAllBytes(firstMegabytes())[1 << 20]).isEqualTo((byte) 0x5a);
        ChapCredential wrong = new ChapCredential(grant.chap().user(), "not-the-secret");
        assertThat(login(export, grant.initiator(), wrong).refusal()).contains("Authentication failure");
        ChapCredential stranger = new ChapCredential("stranger", grant.chap().secret());
        assertThat(login(export, grant.initiator(), stranger).refusal()).contains("Failed to log in");
        assertThat(login(export, initiator(8), grant.chap()).refusal()).contains("Target not found");
        assertThat(disk.reads(0x5a, "1M")).isTrue();
    }

    private Path firstMegabytes() throws IOException {
        Path copy = directory.resolve("head");
        try (var in = Files.newInputStream(directory.resolve("volumes").resolve(ONE + ".raw"))) {
            Files.write(copy, in.readNBytes(2 << 20));
        }
        return copy;
    }

    @Test
    void whatIsDiscardedGivesItsRoomBackAndReadsAsZeros() throws Exception {
        VolumeGrant grant = grant(ONE, 1, 7);
        QemuIo disk = login(granted(1, 1, grant), grant);
        disk.does("write -P 1 0 8M", "wrote 8388608/8388608");
        disk.flushes();
        long written = blocks();
        disk.does("discard 0 8M", "discard 8388608/8388608");
        disk.flushes();
        assertThat(disk.reads(0, "4M")).isTrue();
        assertThat(blocks()).isLessThan(written);
    }

    private long blocks() throws IOException, InterruptedException {
        Process du = new ProcessBuilder(
                        "du",
                        "-k",
                        directory.resolve("volumes").resolve(ONE + ".raw").toString())
                .start();
        String text = new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        du.waitFor();
        return Long.parseLong(text.split("\t", -1)[0]);
    }

    @Test
    void whoHadItBeforeIsCutOffInTheMiddleOfWriting() throws Exception {
        VolumeGrant first = grant(ONE, 1, 7);
        VolumeGrant second = grant(ONE, 2, 8);
        VolumeExport export = granted(1, 1, first);
        List<String> hours = new ArrayList<>(Collections.nCopies(2000, "write -P 0x11 0 16M"));
        hours.add("write -P 0x33 0 4k");
        QemuIo old = new QemuIo(directory, export, first.initiator(), first.chap(), hours);
        initiators.add(old);
        old.says("wrote 16777216/16777216");
        VolumeExport next = granted(2, 1, second);
        QemuIo current = login(next, second);
        assertThat(current.reads(0x11, "0")).isTrue();
        current.writes(0x22, "0");
        old.says("LOGICAL_UNIT_NOT_SUPPORTED");
        assertThat(login(export, first).refusal()).contains("LUN");
        assertThat(login(next, first).refusal()).contains("Target not found");
        assertThat(login(next, second.initiator(), first.chap()).refusal()).contains("Failed to log in");
        assertThat(current.reads(0x22, "0")).isTrue();
        assertThat(old.count("wrote 4096/4096")).isZero();
        assertThat(tgtd().targets().stream().filter(Target::unit)).hasSize(1);
        old.end();
        ahead.set(Duration.ofMinutes(2));
        // The account goes after the target.
        Eventually.isTrue(() -> tgtd().accounts().equals(List.of(second.chap().user())));
        assertThat(tgtd().targets()).extracting(Target::name).containsExactly(next.target());
        current.writes(0x23, "0");
    }

    @Test
    void dataTravelInLargePieces() throws Exception {
        VolumeGrant grant = grant(ONE, 1, 7);
        VolumeExport export = granted(1, 1, grant);
        String parameters = socket().call(TgtRequest.of("show parameters", Mode.TARGET, Operation.SHOW, "")
                .onTarget(tgtd().targets().getFirst().tid()));
        assertThat(parameters.lines())
                .contains("MaxRecvDataSegmentLength=262144", "FirstBurstLength=262144", "InitialR2T=No");
        login(export, grant).does("write -P 7 0 4M", "wrote 4194304/4194304");
    }

    /** It is away for the moment, such as after tgtd died; without a target it would try again for ever. */
    @Test
    void whoIsNotConnectedWhenItIsTakenAwayIsToldWhenHeComesBack() throws Exception {
        VolumeGrant grant = grant(ONE, 1, 7);
        VolumeExport export = granted(1, 1, grant);
        login(export, grant).end();
        int tid = tgtd().targets().getFirst().tid();
        Eventually.isTrue(() -> tgtd().connections(tid).isEmpty());
        detached(2, 1);
        assertThat(login(export, grant).refusal()).contains("LOGICAL_UNIT_NOT_SUPPORTED");
        ahead.set(Duration.ofMinutes(2));
        Eventually.isTrue(() -> tgtd().accounts().isEmpty());
        assertThat(tgtd().targets()).isEmpty();
    }

    @Test
    void aDeletedVolumeIsCutOffAndGone() throws Exception {
        VolumeGrant grant = grant(ONE, 1, 7);
        VolumeExport export = granted(1, 1, grant);
        QemuIo disk = login(export, grant);
        disk.writes(1, "0");
        controller.service().deleteVolume(TEST, new VolumeRef(ONE, 2));
        Eventually.isTrue(() -> observed(ONE).phase() == VolumePhase.DELETED);
        assertThat(tgtd().targets()).noneMatch(Target::unit);
        disk.does("write -P 2 0 4k", "LOGICAL_UNIT_NOT_SUPPORTED");
        try (var files = Files.list(directory.resolve("volumes"))) {
            assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly(".jarrah-volumes");
        }
    }

    /** Facts 7.2, failure 35: targets were missing after a restart. Initiators wait for theirs, and go on. */
    @Test
    void failure35WhenTgtdDiesItsTargetsAreBackBeforeAnybodyGivesUp() throws Exception {
        VolumeGrant grant = grant(ONE, 1, 7);
        VolumeExport export = granted(1, 1, grant);
        QemuIo disk = login(export, grant);
        disk.writes(0x41, "0");
        ProcessHandle tgtd = tgtds().getFirst();
        tgtd.destroyForcibly();
        disk.writes(0x42, "8k");
        assertThat(disk.reads(0x41, "0")).isTrue();
        assertThat(disk.reads(0x42, "8k")).isTrue();
        assertThat(tgtds()).hasSize(1).doesNotContain(tgtd);
        assertThat(observed(ONE).export()).contains(export);
    }

    @Test
    void aRestartOfTheControllerInterruptsNobody() throws Exception {
        VolumeGrant grant = grant(ONE, 1, 7);
        VolumeExport export = granted(1, 1, grant);
        QemuIo disk = login(export, grant);
        disk.writes(0x41, "0");
        List<ProcessHandle> before = tgtds();
        int tid = tgtd().targets().getFirst().tid();
        List<TargetListing.Connection> connections = tgtd().connections(tid);
        controller.stop();
        disk.writes(0x42, "4k");
        begin(StorageNetwork.NONE, HOST);
        Eventually.isTrue(() -> controller.service().describeStorage(TEST).health() == Health.OK);
        disk.writes(0x43, "8k");
        assertThat(connections).hasSize(1);
        assertThat(tgtd().connections(tid)).isEqualTo(connections);
        assertThat(tgtds()).isEqualTo(before);
        detached(2, 1);
        assertThat(tgtd().targets()).noneMatch(Target::unit);
    }

    @Test
    void tgtdEndsWithAControllerThatExportsNothing() throws Exception {
        granted(1, 1, grant(ONE, 1, 7));
        detached(2, 1);
        controller.stop();
        Eventually.isTrue(() -> tgtds().isEmpty());
        begin(StorageNetwork.NONE, HOST);
        granted(3, 1, grant(ONE, 2, 7));
    }

    @Test
    void whatNobodyAskedForIsMendedOrRemoved() throws Exception {
        VolumeGrant grant = grant(ONE, 1, 7);
        VolumeExport export = granted(1, 1, grant);
        int tid = tgtd().targets().getFirst().tid();
        controller.stop();
        tgtd().addTarget(77, IscsiNames.target(TWO, 3));
        tgtd().addUnit(77, Files.write(directory.resolve("stray"), new byte[1 << 20]));
        tgtd().addTarget(78, "iqn.2001-04.com.example:backup");
        tgtd().addAccount(new ChapCredential("nobody", "some-old-secret"));
        socket().call(TgtRequest.of("admit all", Mode.TARGET, Operation.BIND, "initiator-address=ALL")
                .onTarget(tid));
        begin(StorageNetwork.NONE, HOST);
        Eventually.isTrue(() -> tgtd().targets().stream()
                .filter(target -> target.name().equals(export.target()))
                .anyMatch(target -> target.admitted().equals(List.of(grant.initiator()))));
        Eventually.isTrue(() -> tgtd().targets().stream()
                .noneMatch(target -> target.unit() && target.name().equals(IscsiNames.target(TWO, 3))));
        Eventually.isTrue(() -> tgtd().accounts().equals(List.of(grant.chap().user())));
        assertThat(tgtd().targets()).extracting(Target::name).contains("iqn.2001-04.com.example:backup");
        login(export, grant).writes(1, "0");
        tgtd().deleteTarget(78);
    }

    /** Whoever writes goes on, and is connected again; that it is larger he learns when he asks. */
    @Test
    void growsUnderWhoeverHasIt() throws Exception {
        VolumeGrant grant = grant(ONE, 1, 7);
        VolumeExport export = granted(1, 1, grant);
        QemuIo disk = login(export, grant);
        disk.writes(0x51, "0");
        AtomicBoolean enough = new AtomicBoolean();
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread writer = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (!enough.get()) {
                    disk.does("write -P 7 512k 4k", "wrote 4096/4096");
                }
            } catch (Exception e) {
                failure.set(e);
            }
        });
        controller.service().applyVolume(TEST, spec(ONE, 2, 3, grant));
        Eventually.isTrue(() -> observed(ONE).sizeGib() == 3);
        long before = disk.count("wrote 4096/4096");
        Eventually.isTrue(() -> disk.count("wrote 4096/4096") > before);
        enough.set(true);
        writer.join();
        assertThat(failure.get()).isNull();
        assertThat(disk.count("failed")).isZero();
        assertThat(disk.reads(0x51, "0")).isTrue();
        assertThat(observed(ONE).export()).contains(export);
        QemuIo larger = login(export, grant);
        assertThat(larger.seesGib(3)).isTrue();
        assertThat(larger.reads(0, "2G")).isTrue();
    }

    /** Facts 7.2, failure 10: targets were to be had on every address of the host. */
    @Test
    void failure10StorageOnItsOwnInterfaceIsOnNoOther() throws Exception {
        granted(1, 1, grant(ONE, 1, 7));
        assertThat(tgtd().portals()).containsExactly(new Portal(HOST, port));
        assertListens(HOST, port);
        assertNobodyListens(ELSEWHERE, port);
        controller.stop();
        begin(new StorageNetwork("lo", Optional.empty(), StorageNetwork.KERNEL_VLANS), HOST);
        Eventually.isTrue(() -> observed(ONE).export().orElseThrow().host().equals("127.0.0.1"));
        assertThat(tgtd().portals()).containsExactly(new Portal("127.0.0.1", port));
        assertListens("127.0.0.1", port);
        assertNobodyListens(HOST, port);
    }

    private static void assertListens(String host, int port) throws IOException {
        new Socket(host, port).close();
    }

    private static void assertNobodyListens(String host, int port) {
        assertThatThrownBy(() -> new Socket(host, port).close()).isInstanceOf(IOException.class);
    }

    @Test
    void aPortThatIsTakenIsToldWithWhatToDo() throws Exception {
        controller.stop();
        Eventually.isTrue(() -> tgtds().isEmpty());
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
            begin(StorageNetwork.NONE, HOST);
            Eventually.isTrue(() -> controller
                    .service()
                    .describeStorage(TEST)
                    .message()
                    .contains("cannot listen on " + HOST + ":" + taken.getLocalPort()));
            assertThat(tgtd().portals()).noneMatch(portal -> portal.port() == port);
        }
        VolumeGrant grant = grant(ONE, 1, 7);
        login(granted(1, 1, grant), grant).writes(1, "0");
    }

    /** What tgtadm is told, every process of the host can read. */
    @Test
    void noProcessIsStartedWithASecret() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        List<String> found = new ArrayList<>();
        Thread watch = Thread.ofPlatform().daemon().start(() -> {
            while (!stop.get()) {
                ProcessTable.startedWith(arguments -> {
                    if (arguments.stream().anyMatch(argument -> argument.contains("secret-of-"))) {
                        found.add(String.join(" ", arguments));
                    }
                    return false;
                });
            }
        });
        try {
            for (int attachment = 1; attachment <= 20; attachment++) {
                granted(attachment, 1, grant(ONE, attachment, 7));
            }
        } finally {
            stop.set(true);
            watch.join();
        }
        assertThat(found).isEmpty();
        assertThat(tgtd().targets()).filteredOn(Target::unit).hasSize(1);
    }
}
