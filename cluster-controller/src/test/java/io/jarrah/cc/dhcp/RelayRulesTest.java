package io.jarrah.cc.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.dhcp.RelayRules.Answer;
import io.jarrah.cc.dhcp.RelayRules.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On messages as udhcpc, dhclient and dhcpd sent them, and on broken ones made of these. */
class RelayRulesTest {
    private static final int RELAY = 0xa9fe4d01;
    private static final int GATEWAY = 0xac100a01;
    private static final int ADDRESS = 0xac100a05;
    private static final int FIRST_OPTION = 240;
    private static final byte[] ANYWHERE = HexFormat.of().parseHex("ffffffff");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
    private final RelayRules rules = new RelayRules(RELAY, now::get);

    @BeforeEach
    void oneGuest() {
        rules.clients(Map.of(0xd00d00000001L, new RelayClient(0xd00d00000001L, ADDRESS, GATEWAY)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"discover-udhcpc", "request-udhcpc", "request-dhclient"})
    void aRequestGoesToDhcpdWithItsNetworkAndTheRelaysAddress(String name) throws IOException {
        byte[] request = captured(name);

        byte[] forwarded = forwarded(request, 0);

        byte[] expected = request.clone();
        expected[3] = 1;
        ByteBuffer.wrap(expected).putInt(24, RELAY);
        int end = end(request);
        assertThat(Arrays.copyOf(forwarded, end)).isEqualTo(Arrays.copyOf(expected, end));
        assertThat(HexFormat.of().formatHex(forwarded, end, forwarded.length)).isEqualTo("52060504ac100a01ff");
    }

    @Test
    void theRequestOfAGuestWithAnAddressMustComeFromIt() throws IOException {
        byte[] request = captured("request-udhcpc");
        assertThat(forwarded(request, ADDRESS)).isNotEmpty();
        assertThat(refused(request, ADDRESS + 1)).isEqualTo(Refusal.FOREIGN_SOURCE);
    }

    @Test
    void aForgedGiaddrHopCountOrRelayOptionIsRefused() throws IOException {
        byte[] forged = captured("discover-udhcpc");
        ByteBuffer.wrap(forged).putInt(24, 0xac101401);
        assertThat(refused(forged, 0)).isEqualTo(Refusal.ALREADY_RELAYED);

        byte[] hopped = captured("discover-udhcpc");
        hopped[3] = 1;
        assertThat(refused(hopped, 0)).isEqualTo(Refusal.ALREADY_RELAYED);

        assertThat(refused(withOption("discover-udhcpc", "52060504ac101401"), 0))
                .isEqualTo(Refusal.ALREADY_RELAYED);
        assertThat(refused(withOption("discover-udhcpc", "7604ac101401"), 0)).isEqualTo(Refusal.MALFORMED);
    }

    @Test
    void anUnknownMacIsRefused() throws IOException {
        byte[] stranger = captured("discover-udhcpc");
        stranger[33] = 9;
        assertThat(refused(stranger, 0)).isEqualTo(Refusal.UNKNOWN_CLIENT);
    }

    @Test
    void whatIsNoRequestOfAClientIsRefused() throws IOException {
        for (int type : new int[] {0, 2, 5, 6, 9, 255}) {
            byte[] request = captured("discover-udhcpc");
            request[FIRST_OPTION + 2] = (byte) type;
            assertThat(refused(request, 0)).as("type " + type).isEqualTo(Refusal.MALFORMED);
        }
        assertThat(refused(captured("ack-dhcpd"), 0)).isEqualTo(Refusal.MALFORMED);
        assertThat(refused(withOption("discover-udhcpc", "340101"), 0))
                .as("option overload")
                .isEqualTo(Refusal.MALFORMED);
        assertThat(refused(withOption("discover-udhcpc", "350103"), 0))
                .as("a second type")
                .isEqualTo(Refusal.MALFORMED);
        Verdict verdict = rules.request(ByteBuffer.wrap(captured("discover-udhcpc")), 0, 1068);
        assertThat(verdict).as("wrong port").isEqualTo(new Verdict.Refuse(Refusal.MALFORMED));
    }

    @Test
    void everyTruncatedMessageIsRefusedAndNoneBreaksTheRelay() throws IOException {
        byte[] request = captured("discover-udhcpc");
        for (int length = 0; length <= end(request); length++) {
            assertThat(refused(Arrays.copyOf(request, length), 0)).isEqualTo(Refusal.MALFORMED);
        }
        for (int at = 0; at < request.length; at++) {
            for (int value : new int[] {0, 1, 127, 128, 255}) {
                byte[] broken = request.clone();
                broken[at] = (byte) value;
                now.addAndGet(1_000_000_000L);
                assertThat(rules.request(ByteBuffer.wrap(broken), 0, 68)).isNotNull();
                assertThat(rules.answer(ByteBuffer.wrap(broken))).isEmpty();
            }
        }
    }

    @Test
    void whatIsTooLongIsRefused() throws IOException {
        byte[] request = captured("discover-udhcpc");
        assertThat(refused(Arrays.copyOf(request, DhcpMessage.MAX_LENGTH + 1), 0))
                .isEqualTo(Refusal.MALFORMED);
        assertThat(forwarded(Arrays.copyOf(request, DhcpMessage.MAX_LENGTH), 0)).isNotEmpty();
    }

    @Test
    void anInformIsAnsweredToTheGuestsAddress() throws IOException {
        byte[] inform = captured("discover-udhcpc");
        inform[FIRST_OPTION + 2] = 8;
        ByteBuffer.wrap(inform).putInt(12, ADDRESS);
        assertThat(ByteBuffer.wrap(forwarded(inform, ADDRESS)).getInt(12)).isZero();

        byte[] ack = captured("ack-dhcpd");
        ByteBuffer.wrap(ack).putInt(16, 0);
        Answer answer = rules.answer(ByteBuffer.wrap(ack)).orElseThrow();
        assertThat(answer.destination()).isEqualTo(ADDRESS);
        assertThat(answer.message().getInt(12)).isEqualTo(ADDRESS);
    }

    @Test
    void anAnswerIsBroadcastInTheNetworkOfItsGuestWithoutATraceOfTheRelay() throws IOException {
        for (String name : new String[] {"offer-dhcpd", "ack-dhcpd"}) {
            byte[] sent = captured(name);
            Answer answer = rules.answer(ByteBuffer.wrap(sent)).orElseThrow();

            assertThat(answer.gateway()).isEqualTo(GATEWAY);
            assertThat(bytes(answer.destination())).isEqualTo(ANYWHERE);
            byte[] delivered = bytes(answer.message());
            assertThat(delivered).hasSize(300);
            assertThat(ByteBuffer.wrap(delivered).getInt(24)).as("giaddr").isZero();
            assertThat(HexFormat.of().formatHex(delivered, FIRST_OPTION, delivered.length))
                    .startsWith(HexFormat.of().formatHex(sent, FIRST_OPTION, FIRST_OPTION + 30) + "ff00")
                    .doesNotContain("52060504");
        }
    }

    @Test
    void aRenewalIsAnsweredDirectlyUnlessTheGuestWantsOtherwise() throws IOException {
        byte[] ack = captured("ack-dhcpd");
        ByteBuffer.wrap(ack).putInt(12, ADDRESS);
        assertThat(rules.answer(ByteBuffer.wrap(ack)).orElseThrow().destination())
                .isEqualTo(ADDRESS);

        byte[] broadcast = ack.clone();
        broadcast[10] = (byte) 0x80;
        assertThat(rules.answer(ByteBuffer.wrap(broadcast)).orElseThrow().destination())
                .isEqualTo(-1);

        byte[] nak = ack.clone();
        nak[FIRST_OPTION + 2] = 6;
        assertThat(rules.answer(ByteBuffer.wrap(nak)).orElseThrow().destination())
                .isEqualTo(-1);

        byte[] other = ack.clone();
        ByteBuffer.wrap(other).putInt(12, ADDRESS + 1);
        assertThat(rules.answer(ByteBuffer.wrap(other)).orElseThrow().destination())
                .as("an address it does not have")
                .isEqualTo(-1);
    }

    @Test
    void anAnswerForNobodyOrForAnotherRelayGoesNowhere() throws IOException {
        byte[] stranger = captured("ack-dhcpd");
        stranger[33] = 9;
        assertThat(rules.answer(ByteBuffer.wrap(stranger))).isEqualTo(Optional.empty());
        byte[] elsewhere = captured("ack-dhcpd");
        elsewhere[27] = 9;
        assertThat(rules.answer(ByteBuffer.wrap(elsewhere))).isEqualTo(Optional.empty());
        assertThat(rules.answer(ByteBuffer.wrap(captured("discover-udhcpc")))).isEqualTo(Optional.empty());
    }

    @Test
    void aFloodIsCutAndDoesNotKeepTheGuestItselfFromRenewing() throws IOException {
        byte[] request = captured("request-udhcpc");
        for (int i = 0; i < 12; i++) {
            forwarded(request, 0);
        }
        assertThat(refused(request, 0)).isEqualTo(Refusal.TOO_MANY);
        assertThat(forwarded(request, ADDRESS)).isNotEmpty();
        now.addAndGet(500_000_000L);
        assertThat(forwarded(request, 0)).isNotEmpty();
        assertThat(refused(request, 0)).isEqualTo(Refusal.TOO_MANY);
        now.addAndGet(3600_000_000_000L);
        for (int i = 0; i < 12; i++) {
            forwarded(request, 0);
        }
        assertThat(refused(request, 0)).isEqualTo(Refusal.TOO_MANY);
    }

    private byte[] forwarded(byte[] request, int source) {
        Verdict verdict = rules.request(ByteBuffer.wrap(request), source, 68);
        assertThat(verdict).isInstanceOf(Verdict.Forward.class);
        return bytes(((Verdict.Forward) verdict).message());
    }

    private Refusal refused(byte[] request, int source) {
        Verdict verdict = rules.request(ByteBuffer.wrap(request), source, 68);
        assertThat(verdict).isInstanceOf(Verdict.Refuse.class);
        return ((Verdict.Refuse) verdict).why();
    }

    private static byte[] withOption(String name, String option) throws IOException {
        byte[] request = captured(name);
        byte[] added = HexFormat.of().parseHex(option + "ff");
        byte[] longer = Arrays.copyOf(request, request.length + added.length);
        System.arraycopy(added, 0, longer, end(request), added.length);
        return longer;
    }

    /** Where the option "end" of a captured message is: nothing but padding follows it. */
    private static int end(byte[] message) {
        int at = message.length - 1;
        while (message[at] == 0) {
            at--;
        }
        return at;
    }

    private static byte[] bytes(int address) {
        return ByteBuffer.allocate(4).putInt(address).array();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    private static byte[] captured(String name) throws IOException {
        return HexFormat.of()
                .parseHex(Files.readString(Path.of("src/test/resources/captured/dhcp-" + name + ".hex"))
                        .strip());
    }
}
