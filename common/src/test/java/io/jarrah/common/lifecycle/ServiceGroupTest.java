package io.jarrah.common.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceGroupTest {
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    @Test
    void togetherStartsAllAndThrowsTheFirstFailure() throws Exception {
        Together works = new Together("t", List.of(service("a", false, false), service("b", false, false)));
        works.start();
        assertThat(events).containsExactlyInAnyOrder("+a", "+b");
        events.clear();
        works.stop();
        assertThat(events).containsExactly("-b", "-a");
        events.clear();
        Together fails = new Together("t", List.of(service("a", true, false), service("b", false, false)));
        assertThatThrownBy(fails::start).hasMessage("a cannot start");
        assertThat(events).containsExactlyInAnyOrder("+a", "+b");
    }

    private Service service(String name, boolean startFails, boolean stopFails) {
        return new Service() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void start() {
                events.add("+" + name);
                if (startFails) {
                    throw new IllegalStateException(name + " cannot start");
                }
            }

            @Override
            public void stop() {
                events.add("-" + name);
                if (stopFails) {
                    throw new IllegalStateException(name + " cannot stop");
                }
            }
        };
    }

    @Test
    void startsInOrderAndStopsInReverse() throws Exception {
        ServiceGroup group = new ServiceGroup("g", List.of(service("a", false, false), service("b", false, false)));
        group.start();
        group.stop();
        group.stop();
        assertThat(events).containsExactly("+a", "+b", "-b", "-a");
    }

    @Test
    void aFailedStartStopsWhatWasStarted() {
        ServiceGroup group = new ServiceGroup("g", List.of(service("a", false, false), service("b", true, false)));
        assertThatThrownBy(group::start).hasMessage("b cannot start");
        assertThat(events).containsExactly("+a", "+b", "-b", "-a");
    }

    @Test
    void oneThatCannotStopDoesNotKeepTheOthers() throws Exception {
        ServiceGroup group = new ServiceGroup("g", List.of(service("a", false, false), service("b", false, true)));
        group.start();
        assertThatThrownBy(group::stop).hasMessage("b cannot stop");
        assertThat(events).containsExactly("+a", "+b", "-b", "-a");
    }
}
