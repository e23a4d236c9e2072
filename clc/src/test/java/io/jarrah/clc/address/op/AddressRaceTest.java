package io.jarrah.clc.address.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.config.AddressRanges;
import io.jarrah.common.id.AccountId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesResponse;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressRequest;

/** Many callers and few addresses. */
class AddressRaceTest {
    @Test
    void manyThreadsOnASmallPoolGetEveryAddressOnceAndAllAreAnswered() throws Exception {
        int threads = 24;
        try (TestingCloud small =
                        new TestingCloud(new PublicAddressPlan(AddressRanges.parse("198.51.100.1-198.51.100.7"), 100));
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int round = 0; round < 3; round++) {
                List<Future<String>> answers = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    AccountId account = i % 2 == 0 ? TestingCalls.ALICE : TestingCalls.BOB;
                    answers.add(pool.submit(() -> allocateFrom(small, account)));
                }
                Set<String> got = new HashSet<>();
                int refused = 0;
                for (Future<String> answer : answers) {
                    if (answer.get().equals("InsufficientAddressCapacity")) {
                        refused++;
                    } else {
                        assertThat(got.add(answer.get())).as(answer.get()).isTrue();
                    }
                }
                assertThat(got).hasSize(7);
                assertThat(refused).isEqualTo(threads - 7);
                for (AccountId account : List.of(TestingCalls.ALICE, TestingCalls.BOB)) {
                    DescribeAddressesResponse all = small.call(
                            account, DescribeAddressesRequest.builder().build());
                    all.addresses()
                            .forEach(address -> small.call(
                                    account,
                                    ReleaseAddressRequest.builder()
                                            .allocationId(address.allocationId())
                                            .build()));
                }
            }
        }
    }

    private static String allocateFrom(TestingCloud small, AccountId account) {
        try {
            AllocateAddressResponse answer =
                    small.call(account, AllocateAddressRequest.builder().build());
            return answer.publicIp();
        } catch (ApiException refused) {
            return refused.error().code();
        }
    }
}
