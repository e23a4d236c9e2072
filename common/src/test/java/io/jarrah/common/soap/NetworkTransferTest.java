package io.jarrah.common.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.ServiceException.Code;
import io.jarrah.wsdl.types.NetworkPageType;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NetworkTransferTest {
    private record Message(@Nullable NetworkPageType place, String page) {}

    private final NetworkTransfer<String> transfer =
            new NetworkTransfer<>(whole -> "digest of " + whole, pages -> String.join("", pages));

    private static List<Message> messages(String whole, String... pages) {
        List<Message> messages = new ArrayList<>();
        NetworkTransfer.send(
                List.of(pages),
                () -> "digest of " + whole,
                (page, place) -> messages.add(new Message(place.orElse(null), page)));
        return messages;
    }

    private static void assertRefused(Code code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }

    @Test
    void pagesAreTheWholeWithTheLast() {
        List<Message> messages = messages("abc", "a", "b", "c");
        assertThat(transfer.add(messages.get(0).place(), "a")).isEmpty();
        assertThat(transfer.add(messages.get(1).place(), "b")).isEmpty();
        assertThat(transfer.add(messages.get(2).place(), "c")).contains("abc");
    }

    @Test
    void theOnlyPageIsTheWhole() {
        Message only = messages("a", "a").getFirst();
        assertThat(only.place()).isNull();
        assertThat(transfer.add(null, "a")).contains("a");
    }

    @Test
    void aPageThatDidNotComeIsMissed() {
        List<Message> messages = messages("abc", "a", "b", "c");
        assertRefused(Code.UNAVAILABLE, () -> transfer.add(messages.get(1).place(), "b"));
        assertThat(transfer.add(messages.get(0).place(), "a")).isEmpty();
        assertRefused(Code.UNAVAILABLE, () -> transfer.add(messages.get(2).place(), "c"));
        // What the sender does then.
        assertThat(transfer.add(messages.get(0).place(), "a")).isEmpty();
        assertThat(transfer.add(messages.get(1).place(), "b")).isEmpty();
        assertThat(transfer.add(messages.get(2).place(), "c")).contains("abc");
    }

    @Test
    void pagesOfTwoNetworksAreNotMixed() {
        List<Message> one = messages("ab", "a", "b");
        List<Message> other = messages("xy", "x", "y");
        assertThat(transfer.add(one.get(0).place(), "a")).isEmpty();
        assertThat(transfer.add(other.get(0).place(), "x")).isEmpty();
        assertRefused(Code.UNAVAILABLE, () -> transfer.add(one.get(1).place(), "b"));
        assertThat(transfer.add(other.get(1).place(), "y")).contains("xy");
    }

    @Test
    void pagesThatAreNotWhatTheirDigestSaysAreNoNetwork() {
        List<Message> messages = messages("ab", "a", "b");
        assertThat(transfer.add(messages.get(0).place(), "a")).isEmpty();
        assertRefused(Code.INVALID, () -> transfer.add(messages.get(1).place(), "c"));
    }
}
