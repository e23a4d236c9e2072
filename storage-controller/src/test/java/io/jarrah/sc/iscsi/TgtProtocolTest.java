package io.jarrah.sc.iscsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.contract.ChapCredential;
import io.jarrah.common.contract.IscsiNames;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.iscsi.TargetListing.Connection;
import io.jarrah.sc.iscsi.TgtException.Code;
import io.jarrah.sc.iscsi.TgtRequest.Mode;
import io.jarrah.sc.iscsi.TgtRequest.Operation;
import io.jarrah.sc.testing.Volumes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What goes over tgtd's management socket; the texts are what tgtd 1.0.85 printed. */
class TgtProtocolTest {
    private static final String LISTED = """
        Target 1871234567: iqn.2026-11.io.jarrah:vol-00000000000000001.3
            System information:
                Driver: iscsi
                State: ready
            I_T nexus information:
                I_T nexus: 2
                    Initiator: iqn.2026-11.io.jarrah:i-00000000000000007 alias: none
                    Connection: 0
                        IP Address: 127.0.0.1
            LUN information:
                LUN: 0
                    Type: controller
                    SCSI ID: IET     6f88c6070000
                    SCSI SN: beaf18712345670
                    Size: 0 MB, Block size: 1
                    Online: Yes
                    Backing store type: null
                    Backing store path: None
                    Backing store flags:
                LUN: 1
                    Type: disk
                    SCSI ID: vol-00000000000000001
                    SCSI SN: vol-00000000000000001
                    Size: 1074 MB, Block size: 512
                    Online: Yes
                    Removable media: No
                    Thin-provisioning: Yes
                    Backing store type: rdwr
                    Backing store path: /var/lib/jarrah/volumes/vol-00000000000000001.raw
                    Backing store flags:
            Account information:
                u001-3
            ACL information:
                iqn.2026-11.io.jarrah:i-00000000000000007
        Target 5: iqn.2001-04.com.example:backup
            System information:
                Driver: iscsi
                State: ready
            I_T nexus information:
            LUN information:
                LUN: 0
                    Type: controller
                    Online: Yes
                    Backing store path: None
                LUN: 1
                    Type: disk
                    Online: No
                    Backing store path: /gone
            Account information:
            ACL information:
                ALL
                192.168.0.0/16
        """;

    @Test
    void aRequestIsTheStructureOfTgtadm() {
        ByteBuffer bytes = TgtRequest.of("bind", Mode.ACCOUNT, Operation.BIND, "user=u1")
                .onTarget(0x01020304)
                .onUnit(1)
                .encode();
        bytes.order(ByteOrder.nativeOrder());
        assertThat(bytes.limit()).isEqualTo(TgtRequest.HEADER + 8);
        assertThat(bytes.getInt(0)).isEqualTo(7);
        assertThat(bytes.getInt(4)).isEqualTo(3);
        assertThat(text(bytes, 8, 5)).isEqualTo("iscsi");
        assertThat(bytes.getLong(16)).isZero();
        assertThat(bytes.getInt(72)).isEqualTo(TgtRequest.HEADER + 8);
        assertThat(bytes.getInt(76)).isEqualTo(0x01020304);
        assertThat(bytes.getLong(88)).isEqualTo(1);
        assertThat(bytes.getInt(116)).isZero();
        assertThat(text(bytes, 120, 7)).isEqualTo("user=u1");
        assertThat(bytes.get(127)).isZero();
        ByteBuffer bare = TgtRequest.of("delete", Mode.CONNECTION, Operation.DELETE, "")
                .onTarget(9)
                .onConnection(5, 6)
                .forced()
                .encode()
                .order(ByteOrder.nativeOrder());
        assertThat(bare.limit()).isEqualTo(TgtRequest.HEADER);
        assertThat(bare.getLong(80)).isEqualTo(5);
        assertThat(bare.getInt(96)).isEqualTo(6);
        assertThat(bare.getInt(116)).isEqualTo(1);
    }

    private static String text(ByteBuffer bytes, int at, int length) {
        byte[] part = new byte[length];
        bytes.get(at, part);
        return new String(part, StandardCharsets.US_ASCII);
    }

    @Test
    void noSecretIsInWhatIsLogged() {
        ChapCredential chap = new ChapCredential("u1", "do-not-tell-this");
        TgtRequest request = TgtRequest.of("add account u1", Mode.ACCOUNT, Operation.NEW, "password=" + chap.secret());
        assertThat(request.toString()).doesNotContain(chap.secret());
        ByteBuffer refusal = response(14, "");
        assertThatThrownBy(() -> TgtSocket.answer(request, refusal))
                .isInstanceOfSatisfying(
                        TgtException.class, e -> assertThat(e.code()).isEqualTo(Code.USER_EXISTS))
                .hasMessageContaining("add account u1")
                .hasMessageNotContaining(chap.secret());
    }

    @Test
    void answersAreReadAndHalfOnesAreNone() throws Exception {
        TgtRequest request = TgtRequest.of("list", Mode.TARGET, Operation.SHOW, "");
        assertThat(TgtSocket.answer(request, response(0, "Target 1: x\n\0"))).isEqualTo("Target 1: x\n");
        assertThat(TgtSocket.answer(request, response(0, ""))).isEmpty();
        ByteBuffer half = response(0, "Target 1: x\n\0").limit(12);
        assertThatThrownBy(() -> TgtSocket.answer(request, half)).hasMessageContaining("middle");
        assertThatThrownBy(() -> TgtSocket.answer(request, ByteBuffer.allocate(0)))
                .hasMessageContaining("before it answered");
    }

    private static ByteBuffer response(int error, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + bytes.length)
                .order(ByteOrder.nativeOrder())
                .putInt(error)
                .putInt(8 + bytes.length)
                .put(bytes)
                .flip();
    }

    @Test
    void withoutTgtdThereIsNoAnswer() {
        TgtSocket socket = new TgtSocket(Path.of("/nonexistent/socket.0"), Duration.ofSeconds(1));
        assertThatThrownBy(() -> socket.call(TgtRequest.of("list", Mode.TARGET, Operation.SHOW, "")))
                .isInstanceOfSatisfying(
                        TgtException.class, e -> assertThat(e.code()).isEqualTo(Code.NO_ANSWER));
    }

    @Test
    void targetsAreReadWithAllThatLetsSomebodyIn() {
        List<Target> targets = TargetListing.targets(LISTED);
        assertThat(targets)
                .containsExactly(
                        new Target(
                                1871234567,
                                "iqn.2026-11.io.jarrah:vol-00000000000000001.3",
                                true,
                                Optional.of(Path.of("/var/lib/jarrah/volumes/vol-00000000000000001.raw")),
                                1_074_000_000,
                                List.of("u001-3"),
                                List.of("iqn.2026-11.io.jarrah:i-00000000000000007")),
                        new Target(
                                5,
                                "iqn.2001-04.com.example:backup",
                                true,
                                Optional.empty(),
                                0,
                                List.of(),
                                List.of("ALL", "192.168.0.0/16")));
        assertThat(TargetListing.targets("")).isEmpty();
    }

    @Test
    void portalsConnectionsAndAccountsAreRead() {
        assertThat(TargetListing.portals("Portal: 10.0.0.5:3260,1\nPortal: [::]:3260,1\n"))
                .containsExactly(new Portal("10.0.0.5", 3260), new Portal("[::]", 3260));
        assertThat(TargetListing.connections("""
            Session: 2
                Connection: 0
                    Initiator: iqn.2026-11.io.jarrah:i-1
                    IP Address: 127.0.0.1
            Session: 3
                Connection: 0
                Connection: 1
            """))
                .containsExactly(new Connection(2, 0), new Connection(3, 0), new Connection(3, 1));
        assertThat(TargetListing.accounts("Account list:\n    u2\n    u1\n")).containsExactly("u2", "u1");
        assertThat(TargetListing.accounts("")).isEmpty();
    }

    @Test
    void onlyNamesOfOursAreOurs() {
        String name = IscsiNames.target(Volumes.ONE, 12);
        assertThat(TargetNames.parse(name)).contains(new TargetNames.Export(Volumes.ONE, 12));
        assertThat(TargetNames.parse(name + "x")).isEmpty();
        assertThat(TargetNames.parse("iqn.2001-04.com.example:" + Volumes.ONE + ".12"))
                .isEmpty();
        assertThat(TargetNames.parse(name.replace(".12", ".012"))).isEmpty();
    }
}
