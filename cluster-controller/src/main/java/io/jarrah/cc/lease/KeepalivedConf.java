package io.jarrah.cc.lease;

import java.nio.file.Path;
import java.time.Duration;

/**
 * keepalived.conf of one controller. Both have the same text but for paths: equal priorities, and who comes back does not
 * take over. Pure.
 *
 * @see <a href="https://www.keepalived.org/manpage.html">keepalived.conf(5)</a>
 */
final class KeepalivedConf {
    /** VRRP's name for what the two compete for, in transitions. */
    static final String INSTANCE = "jarrah";

    private static final Duration ADVERTISED_EVERY = Duration.ofMillis(500);

    /**
     * How long what was advertised holds. The other one takes over when it heard nothing for that and a bit more, which with our
     * priority is 0.3 s (RFC 5798, Master_Down_Interval), so never do both.
     */
    static final Duration FENCE = ADVERTISED_EVERY.multipliedBy(3);

    private KeepalivedConf() {}

    /**
     * The whole text.
     *
     * @param fifo where transitions are told
     * @param close file for nft that closes the gate
     * @param nft the program
     */
    static String render(LeaseSettings settings, Path fifo, Path close, String nft) {
        String closing = "\"" + nft + " -f " + close + "\"";
        return """
                # Made by the cluster controller at each start; changes are lost.
                global_defs {
                    vrrp_version 3
                    vrrp_notify_fifo %s
                    enable_script_security
                    script_user root
                }
                # Whether the controller is awake: it renews this element.
                vrrp_script awake {
                    script "%s get element inet %s awake { ip }"
                    interval 1
                    timeout 2
                    fall 2
                    rise 1
                }
                vrrp_instance %s {
                    state BACKUP
                    nopreempt
                    interface %s
                    virtual_router_id %d
                    priority 100
                    advert_int %s
                    virtual_ipaddress {
                        %s/32 dev %s
                    }
                    track_script {
                        awake
                    }
                    # Not left to the controller, which may be what died.
                    notify_backup %s
                    notify_fault %s
                    notify_stop %s
                }
                """.formatted(
                        fifo,
                        nft,
                        GateTable.NAME,
                        INSTANCE,
                        settings.privateInterface(),
                        settings.routerId(),
                        ADVERTISED_EVERY.toMillis() / 1000.0,
                        settings.virtualAddress(),
                        settings.privateInterface(),
                        closing,
                        closing,
                        closing);
    }
}
