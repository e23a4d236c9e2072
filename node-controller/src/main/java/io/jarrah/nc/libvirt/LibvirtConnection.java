package io.jarrah.nc.libvirt;

import com.sun.jna.Native;
import io.jarrah.nc.hypervisor.HypervisorException;
import io.jarrah.nc.hypervisor.HypervisorException.Kind;
import io.jarrah.nc.hypervisor.HypervisorHealth;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.libvirt.LibvirtException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's one connection to a libvirt daemon. Opens it again whenever it is lost, and gives every call a deadline,
 * so that a daemon that hangs costs a thread and an error message, never the node controller.
 */
final class LibvirtConnection {
    private static final Logger LOG = LoggerFactory.getLogger(LibvirtConnection.class);
    private static final int MAX_CALLS = 32;
    private static final int KEEPALIVE_SECONDS = 5;
    private static final int KEEPALIVE_COUNT = 3;
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** One use of the connection. */
    @FunctionalInterface
    interface Call<T> {
        T on(EventConnect connect) throws LibvirtException;
    }

    /** Told about each new connection before anybody else may use it; a failure closes it again. */
    @FunctionalInterface
    interface Opened {
        void with(EventConnect connect) throws LibvirtException;
    }

    private final String uri;
    private final Duration deadline;
    private final Opened opened;
    private final EventConnect.LifecycleSink sink;
    private final Runnable connectionChanged;
    private final EventConnect.StateLibrary library = Native.load("virt", EventConnect.StateLibrary.class);
    private final ThreadPoolExecutor calls;
    private final AtomicReference<@Nullable EventConnect> current = new AtomicReference<>();
    private final AtomicReference<HypervisorHealth> health;
    private volatile boolean stopping;
    private volatile @Nullable Thread connector;

    LibvirtConnection(
            String uri, Duration deadline, EventConnect.LifecycleSink sink, Opened opened, Runnable connectionChanged) {
        this.uri = uri;
        this.deadline = deadline;
        this.opened = opened;
        this.sink = sink;
        this.connectionChanged = connectionChanged;
        this.health = new AtomicReference<>(HypervisorHealth.failing("not yet connected to " + uri));
        // Platform threads: a virtual one would pin its carrier for the whole native call.
        this.calls = new ThreadPoolExecutor(
                0,
                MAX_CALLS,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("libvirt-call-", 0).factory());
    }

    /** Begins to connect and waits for the first success up to that long; goes on trying after. */
    void start(Duration patience) throws InterruptedException {
        LibvirtEventLoop.ensureRunning();
        Thread thread = Thread.ofPlatform().daemon().name("libvirt-connect").unstarted(this::keepConnected);
        connector = thread;
        thread.start();
        long end = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            while (current.get() == null && System.nanoTime() < end) {
                TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            }
        }
    }

    void stop() throws InterruptedException {
        stopping = true;
        Thread thread = connector;
        if (thread != null) {
            thread.interrupt();
            thread.join(deadline.toMillis());
        }
        calls.shutdown();
        close(current.getAndSet(null));
    }

    HypervisorHealth health() {
        return health.get();
    }

    /**
     * Carries the call out.
     *
     * @param what what is being done to what, for messages
     * @throws LibvirtException libvirt's own refusal, with its code, while the connection is good
     * @throws HypervisorException when there is no connection or no answer in time
     */
    <T extends @Nullable Object> T call(String what, Call<T> call) throws HypervisorException, LibvirtException {
        return call(what, deadline, call);
    }

    /** The same with another deadline. */
    <T extends @Nullable Object> T call(String what, Duration limit, Call<T> call)
            throws HypervisorException, LibvirtException {
        EventConnect connect = current.get();
        if (connect == null) {
            throw new HypervisorException(
                    Kind.UNREACHABLE, "cannot " + what + ": " + health.get().message(), null);
        }
        Future<T> answer;
        try {
            answer = calls.submit(() -> call.on(connect));
        } catch (RejectedExecutionException e) {
            throw new HypervisorException(
                    Kind.UNREACHABLE, "cannot " + what + ": " + MAX_CALLS + " calls to libvirt are waiting already", e);
        }
        try {
            T result = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (current.compareAndSet(connect, connect)) {
                health.set(HypervisorHealth.OK);
            }
            return result;
        } catch (TimeoutException e) {
            answer.cancel(false);
            String message = "libvirt at " + uri + " did not answer within " + limit.toSeconds()
                    + " s; look at the libvirtd process and its log";
            health.set(HypervisorHealth.failing(message));
            throw new HypervisorException(Kind.TIMED_OUT, "cannot tell whether it could " + what + ": " + message, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HypervisorException(Kind.TIMED_OUT, "interrupted while it tried to " + what, e);
        } catch (ExecutionException e) {
            throw failure(what, connect, e.getCause());
        }
    }

    /** What to throw: a refusal comes back as it is, a lost connection as {@link HypervisorException}. */
    private LibvirtException failure(String what, EventConnect connect, @Nullable Throwable cause)
            throws HypervisorException {
        if (cause instanceof LibvirtException refused) {
            if (!alive(connect)) {
                lost(connect, refused.getMessage());
                throw new HypervisorException(
                        Kind.UNREACHABLE,
                        "lost libvirt while it tried to " + what + ": " + refused.getMessage(),
                        refused);
            }
            return refused;
        }
        throw new IllegalStateException("a call to libvirt broke: cannot " + what, cause);
    }

    private static boolean alive(EventConnect connect) {
        try {
            return connect.isAlive();
        } catch (LibvirtException e) {
            LOG.debug("libvirt cannot tell whether the connection is alive", e);
            return false;
        }
    }

    /** Runs on any thread, also libvirt's own: must not wait. */
    void lost(EventConnect connect, @Nullable String why) {
        if (!current.compareAndSet(connect, null)) {
            return;
        }
        if (!stopping) {
            LOG.warn("lost libvirt at {}: {}; connecting again", uri, why);
            health.set(HypervisorHealth.failing("no connection to libvirt at " + uri + ": " + why));
        }
    }

    private void keepConnected() {
        try {
            while (!stopping) {
                if (current.get() == null) {
                    connect();
                } else {
                    EventConnect connect = current.get();
                    if (connect != null && !alive(connect)) {
                        lost(connect, "the connection is closed");
                    }
                }
                TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
            }
        } catch (InterruptedException e) {
            LOG.debug("no more connecting to {}", uri);
        }
    }

    private void connect() {
        EventConnect connect = null;
        try {
            connect = new EventConnect(uri, library, sink);
            prepare(connect);
            opened.with(connect);
            current.set(connect);
            health.set(HypervisorHealth.OK);
            synchronized (this) {
                notifyAll();
            }
            LOG.info("connected to libvirt at {}", uri);
            connectionChanged.run();
        } catch (LibvirtException e) {
            close(connect);
            String message = "cannot connect to libvirt at " + uri + ": " + e.getMessage() + "; is libvirtd running?";
            if (!health.get().message().equals(message)) {
                LOG.warn("{}", message);
            }
            health.set(HypervisorHealth.failing(message));
        }
    }

    private void prepare(EventConnect connect) throws LibvirtException {
        if (!connect.listen()) {
            LOG.warn("libvirt at {} sends no events; changes are noticed by the timer only", uri);
        }
        try {
            connect.registerCloseListener((closed, reason) -> lost(connect, "closed: " + reason));
            connect.setKeepAlive(KEEPALIVE_SECONDS, KEEPALIVE_COUNT);
        } catch (LibvirtException e) {
            LOG.debug("{} has no keep-alive", uri, e);
        }
    }

    private static void close(@Nullable EventConnect connect) {
        if (connect == null) {
            return;
        }
        try {
            connect.close();
        } catch (LibvirtException e) {
            LOG.debug("closing a libvirt connection failed", e);
        }
    }
}
