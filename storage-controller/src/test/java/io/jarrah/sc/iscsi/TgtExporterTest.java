package io.jarrah.sc.iscsi;

import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.TWO;
import static io.jarrah.sc.testing.Volumes.grant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.contract.IscsiNames;
import io.jarrah.common.contract.VolumeGrant;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.testing.Eventually;
import io.jarrah.sc.export.ExportException;
import io.jarrah.sc.export.ExportRequest;
import io.jarrah.sc.export.ExportedVolume;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.iscsi.TgtRequest.Mode;
import io.jarrah.sc.iscsi.TgtRequest.Operation;
import io.jarrah.sc.os.TgtDaemon;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real tgtd does only when a disk hangs or a process dies at the wrong moment; the rest is in {@code TgtExporterIT}. */
@Timeout(60)
class TgtExporterTest {
    private static final long GIB = 1L << 30;
    private static final Portal PORTAL = new Portal("10.0.0.5", 3260);
    private static final VolumeGrant GRANT = grant(ONE, 1, 7);
    private static final String TARGET = IscsiNames.target(ONE, 1);

    @TempDir
    Path directory;

    private final AtomicReference<Supplier<Optional<Portal>>> place = new AtomicReference<>(() -> Optional.of(PORTAL));
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private FakeTgtd tgtd;
    private TgtExporter exporter;

    @BeforeEach
    void start() throws Exception {
        tgtd = new FakeTgtd(directory.resolve("socket.0"));
        exporter = begin();
        exporter.upkeep();
    }

    private TgtExporter begin() {
        return new TgtExporter(
                new TgtDaemon(directory),
                () -> place.get().get(),
                new SecureRandom(),
                () -> Instant.EPOCH.plus(ahead.get()));
    }

    @AfterEach
    void end() throws Exception {
        tgtd.close();
    }

    private void export(VolumeId volume) throws ExportException {
        VolumeGrant grant = grant(volume, 1, 7);
        exporter.export(
                new ExportRequest(volume, 1, directory.resolve(volume.value()), GIB, grant.initiator(), grant.chap()));
    }

    @Test
    void anEmptyTargetLetsInWhoHadItUntilNobodyUsedItForAWhile() throws Exception {
        export(ONE);
        exporter.withdraw(ONE, 1);
        assertEmpty(GRANT.initiator());
        exporter.withdraw(ONE, 1);
        exporter.upkeep();
        assertEmpty(GRANT.initiator());
        ahead.set(Duration.ofMinutes(2));
        exporter.upkeep();
        assertThatThrownBy(() -> tgtd.target(TARGET)).isInstanceOf(RuntimeException.class);
        assertThat(tgtd.count(Mode.ACCOUNT, Operation.DELETE)).isPositive();
        export(ONE);
        assertThat(tgtd.target(TARGET).admitted()).containsExactly(GRANT.initiator());
    }

    private void assertEmpty(String admitted) {
        Target target = tgtd.target(TARGET);
        assertThat(target.unit()).isFalse();
        assertThat(target.accounts()).containsExactly(GRANT.chap().user());
        assertThat(target.admitted()).containsExactly(admitted);
    }

    @Test
    void whoIsShutOutMeanwhileIsLetInAgainAlsoAfterAFailure() throws Exception {
        export(ONE);
        interruptedInTheMiddle();
        exporter.withdraw(ONE, 1);
        assertEmpty(GRANT.initiator());
    }

    /** Then who it was is not known; he has the account. */
    @Test
    void whoIsShutOutMeanwhileIsLetInAgainAlsoByTheNextProcess() throws Exception {
        export(ONE);
        interruptedInTheMiddle();
        exporter = begin();
        exporter.withdraw(ONE, 1);
        assertEmpty("ALL");
        tgtd.admitNobody();
        begin().upkeep();
        assertEmpty("ALL");
    }

    private void interruptedInTheMiddle() throws Exception {
        tgtd.hang(true);
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread withdrawal = withdrawal(failure);
        Eventually.isTrue(() -> tgtd.count(Mode.DEVICE, Operation.DELETE) > 0);
        withdrawal.interrupt();
        withdrawal.join();
        assertThat(failure.get()).isInstanceOf(ExportException.class);
        assertThat(tgtd.target(TARGET).admitted()).isEmpty();
        assertThat(tgtd.target(TARGET).unit()).isTrue();
        tgtd.hang(false);
    }

    private Thread withdrawal(AtomicReference<Exception> failure) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                exporter.withdraw(ONE, 1);
            } catch (ExportException e) {
                failure.set(e);
            }
        });
    }

    @Test
    void aDiskThatHangsKeepsNoOther() throws Exception {
        export(ONE);
        tgtd.hang(true);
        Thread withdrawal = withdrawal(new AtomicReference<>());
        Eventually.isTrue(() -> tgtd.count(Mode.DEVICE, Operation.DELETE) > 0);
        export(TWO);
        assertThat(withdrawal.isAlive()).isTrue();
        assertThat(tgtd.target(IscsiNames.target(TWO, 1)).unit()).isTrue();
        tgtd.hang(false);
        withdrawal.join();
        assertEmpty(GRANT.initiator());
    }

    @Test
    void withoutAnAddressTheOneOfBeforeIsKept() throws Exception {
        place.set(Optional::empty);
        exporter.upkeep();
        assertThat(exporter.portal()).contains(PORTAL);
        assertThat(exporter.problem()).isPresent();
        export(ONE);
        place.set(() -> Optional.of(new Portal("10.0.0.6", 3260)));
        exporter.upkeep();
        assertThat(exporter.portal()).contains(new Portal("10.0.0.6", 3260));
    }

    /** The name service may be asked, which may be silent for long. */
    @Test
    void exportsDoNotWaitForTheAddress() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        place.set(() -> {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return Optional.of(PORTAL);
        });
        Thread upkeep = Thread.ofPlatform().daemon().start(() -> {
            try {
                exporter.upkeep();
            } catch (ExportException e) {
                throw new AssertionError(e);
            }
        });
        asked.await();
        export(ONE);
        assertThat(exporter.exports(ONE)).hasSize(1);
        answer.countDown();
        upkeep.join();
    }

    @Test
    void allTargetsAreListedOnceForEachThingToDo() throws Exception {
        long before = tgtd.count(Mode.TARGET, Operation.SHOW);
        exporter.upkeep();
        assertThat(tgtd.count(Mode.TARGET, Operation.SHOW)).isEqualTo(before + 1);
        export(ONE);
        assertThat(tgtd.count(Mode.TARGET, Operation.SHOW)).isEqualTo(before + 2);
        exporter.withdraw(ONE, 1);
        assertThat(tgtd.count(Mode.TARGET, Operation.SHOW)).isEqualTo(before + 3);
    }

    @Test
    void whatIsKnownOfTargetsIsByVolume() {
        Target one = listed(TARGET);
        Targets targets =
                new Targets(List.of(one, listed(IscsiNames.target(ONE, 2)), listed("iqn.2001-04.com.example:other")));
        targets.put(listed(IscsiNames.target(TWO, 1)));
        assertThat(targets.exports()).hasSize(3);
        assertThat(targets.exports(ONE)).extracting(ExportedVolume::attachment).containsExactlyInAnyOrder(1L, 2L);
        targets.put(one.emptied(Set.of("ALL")));
        assertThat(targets.exports(ONE)).extracting(ExportedVolume::attachment).containsExactly(2L);
        assertThat(targets.named(TARGET)).isPresent();
        targets.remove(one);
        assertThat(targets.named(TARGET)).isEmpty();
        assertThat(targets.exports(TWO)).hasSize(1);
        assertThat(targets.all()).hasSize(3);
    }

    private static Target listed(String name) {
        return new Target(1, name, true, Optional.of(Path.of("/device")), GIB, List.of("u"), List.of("iqn.x"));
    }
}
