package io.jarrah.nc.libvirt;

import org.libvirt.Connect;
import org.libvirt.Library;
import org.libvirt.LibvirtException;
import org.libvirt.jna.Libvirt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * libvirt's event loop, of which a process has one. It must be there before the first connection is opened, and no
 * callback that runs on it may call libvirt in a way that waits.
 */
final class LibvirtEventLoop {
    private static final Logger LOG = LoggerFactory.getLogger(LibvirtEventLoop.class);

    private LibvirtEventLoop() {}

    /** Initialised by the first use of the class, by the JVM's own rules exactly once. */
    private static final class Holder {
        /** Without it libvirt prints every error to standard error; each also comes as an exception. */
        static final Libvirt.VirErrorCallback ERRORS =
                (data, error) -> LOG.debug("libvirt error {}: {}", error.code, error.message);

        static final Thread THREAD = begin();

        private static Thread begin() {
            try {
                Connect.setErrorCallback(ERRORS);
                Library.initEventLoop();
            } catch (LibvirtException e) {
                throw new IllegalStateException("libvirt's event loop cannot be set up: " + e.getMessage(), e);
            }
            return Thread.ofPlatform().daemon().name("libvirt-events").start(LibvirtEventLoop::loop);
        }
    }

    /** Returns once the loop is set up; it runs until the process ends. */
    static void ensureRunning() {
        if (!Holder.THREAD.isAlive()) {
            throw new IllegalStateException("libvirt's event loop has ended");
        }
    }

    private static void loop() {
        while (true) {
            try {
                Library.processEvent();
            } catch (LibvirtException e) {
                LOG.warn("libvirt's event loop stumbled and goes on", e);
            }
        }
    }
}
