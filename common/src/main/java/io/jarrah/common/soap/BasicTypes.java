package io.jarrah.common.soap;

import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.wsdl.types.CapacityType;
import io.jarrah.wsdl.types.HealthType;
import io.jarrah.wsdl.types.RevisionType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Maps what every contract uses. */
final class BasicTypes {
    private static final long MAX_WAIT_MILLIS = 60_000;
    /** maxLength of Text in types.xsd. */
    private static final int MAX_TEXT = 8192;

    private BasicTypes() {}

    static RevisionType toWire(Revision revision) {
        RevisionType wire = new RevisionType();
        wire.setEpoch(revision.epoch());
        wire.setNumber(revision.number());
        return wire;
    }

    static Revision fromWire(RevisionType wire) {
        return new Revision(wire.getEpoch(), wire.getNumber());
    }

    static CapacityType toWire(Capacity capacity) {
        CapacityType wire = new CapacityType();
        wire.setVcpus(capacity.vcpus());
        wire.setMemoryMib(capacity.memoryMib());
        wire.setDiskGib(capacity.diskGib());
        return wire;
    }

    static Capacity fromWire(CapacityType wire) {
        return new Capacity(wire.getVcpus(), wire.getMemoryMib(), wire.getDiskGib());
    }

    static HealthType toWire(Health health) {
        return HealthType.fromValue(health.name());
    }

    static Health fromWire(HealthType wire) {
        return Health.valueOf(wire.value());
    }

    /** The wait as milliseconds, brought into 0 to 60 s. */
    static int toMillis(Duration wait) {
        return (int) Math.clamp(wait.toMillis(), 0, MAX_WAIT_MILLIS);
    }

    /** A text for people as the schema allows it: cut when too long, characters that XML cannot carry replaced. */
    static String text(String text) {
        StringBuilder result = new StringBuilder();
        text.codePoints().limit(MAX_TEXT / 2).forEach(c -> result.appendCodePoint(isXml(c) ? c : 0xFFFD));
        return result.toString();
    }

    /** XML 1.0, production Char. */
    private static boolean isXml(int c) {
        return c == 0x9
                || c == 0xA
                || c == 0xD
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }

    static URI uri(String text) {
        return read(() -> URI.create(text));
    }

    static <A, B> List<B> map(List<A> items, Function<? super A, B> function) {
        return items.stream().map(function).toList();
    }

    /** Makes a record of the contract; a value it refuses is the sender's fault. */
    static <T> T read(Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException e) {
            throw new ServiceException(
                    ServiceException.Code.INVALID, "the message breaks its contract: " + e.getMessage(), e);
        }
    }
}
