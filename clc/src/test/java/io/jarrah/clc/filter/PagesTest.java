package io.jarrah.clc.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.filter.Pages.Limits;
import io.jarrah.clc.testing.TestingCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    private final Pages pages = new Pages(new byte[32]);
    private final CallContext alice = TestingCalls.by(TestingCalls.ALICE, "DescribeThings");
    private final List<String> items =
            IntStream.range(0, 23).mapToObj("item-%02d"::formatted).toList();

    @Test
    void everyItemComesOnceWhateverComesAndGoesMeanwhile() {
        List<String> seen = new ArrayList<>();
        List<String> now = new ArrayList<>(items);
        String token = null;
        do {
            Page<String> page = pages.page(alice, now, Function.identity(), 5, token, Limits.USUAL);
            seen.addAll(page.items());
            token = page.nextToken();
            now.remove(seen.getLast());
            now.add("a-new-one" + seen.size());
        } while (token != null);
        assertThat(seen).containsExactlyElementsOf(items);
    }

    @Test
    void everythingIsOnOnePageUnlessAsked() {
        Page<String> page = pages.page(alice, items, Function.identity(), null, null, Limits.USUAL);
        assertThat(page.items()).hasSize(23);
        assertThat(page.nextToken()).isNull();
        assertThat(pages.page(alice, items, Function.identity(), 23, null, Limits.USUAL)
                        .nextToken())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 4, 1001})
    void maxResultsOutOfRange(int maxResults) {
        assertThatThrownBy(() -> pages.page(alice, items, Function.identity(), maxResults, null, Limits.USUAL))
                .hasMessageStartingWith("Value ( " + maxResults + " ) for parameter maxResults is invalid.")
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
    }

    @Test
    void aTokenOfAnotherAccountActionOrNobodyIsRefused() {
        String token = pages.page(alice, items, Function.identity(), 5, null, Limits.USUAL)
                .nextToken();
        assertThat(token).isNotNull();
        for (CallContext other : List.of(
                TestingCalls.by(TestingCalls.BOB, "DescribeThings"),
                TestingCalls.by(TestingCalls.ALICE, "DescribeOthers"))) {
            assertRefused(other, token);
        }
        assertRefused(alice, "x");
        assertRefused(alice, "öäü not base64");
        assertRefused(alice, "A".repeat(100_000));
        assertRefused(alice, (token.charAt(0) == 'A' ? "B" : "A") + token.substring(1));
    }

    private void assertRefused(CallContext context, String token) {
        assertThatThrownBy(() -> pages.page(context, items, Function.identity(), 5, token, Limits.USUAL))
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_NEXT_TOKEN);
    }
}
