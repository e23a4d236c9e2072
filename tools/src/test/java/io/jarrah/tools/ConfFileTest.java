package io.jarrah.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.config.JarrahConf;
import io.jarrah.common.config.Setting;
import io.jarrah.common.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code etc/jarrah.conf} explains every setting, with its true default. */
class ConfFileTest {
    private final Path file = Path.of("..", "etc", "jarrah.conf");

    @Test
    void everySettingIsExplainedWithItsDefault() throws Exception {
        String text = Files.readString(file);
        for (Setting<?> setting : Settings.schema().settings()) {
            assertThat(text)
                    .contains("# " + setting.description() + "\n#" + setting.name() + "=\"" + setting.defaultText()
                            + "\"\n");
        }
    }

    @Test
    void nothingElseIsInIt() throws Exception {
        List<String> uncommented = Files.readAllLines(file).stream()
                .filter(line -> line.matches("#?[A-Z0-9_]+=.*"))
                .map(line -> line.replaceFirst("^#", ""))
                .toList();
        assertThat(JarrahConf.parse(file.toString(), uncommented, Settings.schema())
                        .warnings())
                .isEmpty();
        assertThat(uncommented).hasSameSizeAs(Settings.schema().settings());
    }
}
