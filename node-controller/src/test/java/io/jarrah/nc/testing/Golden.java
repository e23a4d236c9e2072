package io.jarrah.nc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares a rendered text with the file that says how it should be; {@code -Djarrah.golden=write} writes the file. */
public final class Golden {
    private Golden() {}

    public static void check(String name, String actual) {
        Path file = Path.of("src/test/resources/golden", name);
        try {
            if ("write".equals(System.getProperty("jarrah.golden"))) {
                Files.writeString(file, actual);
            }
            assertThat(actual).as(file.toString()).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
