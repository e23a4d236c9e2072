package io.jarrah.walrus;

import io.jarrah.common.config.ClcSettings;
import io.jarrah.common.config.JarrahConf;
import io.jarrah.common.config.Settings;
import io.jarrah.common.config.WalrusSettings;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.db.DatabaseConfig;
import io.jarrah.common.http.HttpServerConfig;
import io.jarrah.common.join.Member;
import io.jarrah.common.join.MemberConfig;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.lifecycle.ServiceGroup;
import io.jarrah.common.process.ServiceMain;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** The process: {@code --config FILE}. */
public final class WalrusMain {
    private static final int DATABASE_CONNECTIONS = 16;

    private WalrusMain() {}

    /** Runs until SIGTERM. */
    public static void main(String[] args) {
        ServiceMain.run(args, WalrusMain::create);
    }

    private static Service create(JarrahConf conf) throws Exception {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        WalrusConfig config = config(conf);
        Member member = Member.open(
                MemberConfig.of(conf, ComponentRole.WALRUS, config.directory(), WalrusSettings.WALRUS_INTERNAL_PORT),
                clock,
                random,
                metrics);
        Walrus walrus = new Walrus(config, member.identity(), clock, random, metrics);
        return new ServiceGroup(
                "walrus", List.of(member, walrus, member.server().publish(walrus.internalService())));
    }

    static WalrusConfig config(JarrahConf conf) throws IOException {
        Path directory = conf.get(Settings.EUCALYPTUS).resolve("walrus");
        return new WalrusConfig(
                directory,
                database(conf, directory),
                WalrusConfig.limits(HttpServerConfig.of(
                        conf.get(WalrusSettings.WALRUS_BIND), conf.get(WalrusSettings.WALRUS_PORT))),
                conf.get(Settings.OPS_BIND),
                conf.get(WalrusSettings.WALRUS_OPS_PORT),
                conf.get(WalrusSettings.WALRUS_DOMAIN),
                conf.get(ClcSettings.REGION),
                (long) conf.get(WalrusSettings.WALRUS_RESERVE_MB) << 20);
    }

    private static DatabaseConfig database(JarrahConf conf, Path directory) throws IOException {
        String url = conf.get(WalrusSettings.WALRUS_DB_URL);
        if (url.isEmpty()) {
            return DatabaseConfig.embedded(directory.resolve("database"));
        }
        Path passwordFile = conf.get(ClcSettings.DB_PASSWORD_FILE);
        String password = passwordFile.toString().isEmpty()
                ? ""
                : Files.readString(passwordFile).strip();
        return new DatabaseConfig(url, conf.get(ClcSettings.DB_USER), password, DATABASE_CONNECTIONS);
    }
}
