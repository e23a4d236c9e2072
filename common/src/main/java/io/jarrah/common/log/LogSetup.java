package io.jarrah.common.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * One line an event on standard error, with the correlation id of the request that caused it. JSON lines have every
 * field by name; text lines are for people.
 */
public final class LogSetup {
    /** The MDC key under which the correlation id of the current request is logged. */
    public static final String CORRELATION = "correlation";

    private static final String TEXT =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%X{correlation:--}] %logger{0}: %msg%n%ex";

    private LogSetup() {}

    /** Replaces whatever logging was set up before. Only {@code main} calls it. */
    public static void configure(String level, boolean json) {
        System.setProperty("org.apache.cxf.Logger", "org.apache.cxf.common.logging.Slf4jLogger");
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(json ? jsonEncoder(context) : textEncoder(context));
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(level));
        root.addAppender(appender);
        for (String noisy : new String[] {
            "org.apache.cxf",
            "org.apache.wss4j",
            "org.eclipse.jetty",
            "org.hibernate",
            "org.flywaydb",
            "com.zaxxer",
            "hsqldb.db"
        }) {
            context.getLogger(noisy).setLevel(Level.WARN);
        }
        // Hibernate logs every lost race as an error before it throws; the exception says it all.
        context.getLogger("org.hibernate.orm.jdbc").setLevel(Level.OFF);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private static Encoder<ILoggingEvent> textEncoder(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(TEXT);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> jsonEncoder(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
