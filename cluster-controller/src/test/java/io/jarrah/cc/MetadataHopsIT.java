package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How far the relay's answers go, by real packets: to a guest, and to a container behind it, which is one hop more. */
@Timeout(120)
class MetadataHopsIT {
    private static final String RELAY = "http://169.254.169.254/latest/";
    private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds: 60";
    private static final NetworkEndpoint NEAR = hops(Samples.endpoint(1, Samples.NET10, 5), 1);
    private static final NetworkEndpoint FAR = hops(Samples.endpoint(2, Samples.NET10, 6), 2);
    private static final NetworkEndpoint FARTHEST = hops(Samples.endpoint(3, Samples.NET10, 7), 64);

    @TempDir
    static Path directory;

    private static Lab lab;

    @BeforeAll
    static void build() throws Exception {
        Lab.require(MetadataHopsIT.class);
        lab = new Lab(directory);
        lab.build();
        lab.segmentOnNode(Samples.NET10);
        lab.server("near", 1, Samples.NET10, NEAR);
        lab.server("far", 2, Samples.NET10, FAR);
        lab.server("farthest", 3, Samples.NET10, FARTHEST);
        lab.container("near-box", "near");
        lab.container("far-box", "far");
        lab.container("farthest-box", "farthest");
        lab.startController();
        lab.apply(new NetworkDocument(100, List.of(Samples.NET10), List.of(NEAR, FAR, FARTHEST), List.of()));
    }

    @AfterAll
    static void remove() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    private static NetworkEndpoint hops(NetworkEndpoint endpoint, int limit) {
        return new NetworkEndpoint(
                endpoint.instanceId(),
                endpoint.network(),
                endpoint.mac(),
                endpoint.privateIp(),
                "hops-" + limit,
                List.of(),
                Optional.empty());
    }

    @Test
    void aTokenGoesAsFarAsTheOwnerWantsAndNoFarther() {
        assertThat(token("near")).isNotEmpty();
        assertThat(lab.can("near-box", "curl", "-sf", "-m", "3", "-X", "PUT", "-H", TTL, RELAY + "api/token"))
                .isFalse();
        assertThat(token("far-box")).isNotEmpty();
        assertThat(token("farthest-box")).isNotEmpty();
    }

    @Test
    void whatNeedsNoTokenAndWhatHasOneGoesAnywhere() {
        String id = Samples.instance(1).value();
        String item = RELAY + "meta-data/instance-id";
        assertThat(lab.in("near-box", "curl", "-sSf", "-m", "5", item)).isEqualTo(id);
        String token = "X-aws-ec2-metadata-token: " + token("near");
        assertThat(lab.in("near-box", "curl", "-sSf", "-m", "5", "-H", token, item))
                .isEqualTo(id);
    }

    /** The kernel repeats what is not acknowledged; a later request in the same connection must not make that go farther. */
    @Test
    void aRequestBehindTheOneForATokenDoesNotBringItAlong() {
        assertThat(lab.in("near-box", Lab.PYTHON, "-c", pipelined())).isEqualTo("nothing\n");
        assertThat(lab.in("far-box", Lab.PYTHON, "-c", pipelined())).isEqualTo("an answer\n");
    }

    private static String token(String from) {
        return lab.in(from, "curl", "-sSf", "-m", "5", "-X", "PUT", "-H", TTL, RELAY + "api/token");
    }

    /** Asks for a token in small segments, and for something else right behind it. */
    private static String pipelined() {
        return """
                import socket
                s = socket.socket()
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 100)
                s.settimeout(4)
                s.connect(("169.254.169.254", 80))
                host = "Host: 169.254.169.254\\r\\n"
                s.sendall(("PUT /latest/api/token HTTP/1.1\\r\\n%s%s\\r\\nContent-Length: 0\\r\\n\\r\\n" % (host, "TOKEN_TTL")).encode())
                s.sendall(("GET /latest/meta-data/instance-id HTTP/1.1\\r\\n%s\\r\\n" % host).encode())
                try:
                    print("an answer" if s.recv(4096) else "closed")
                except socket.timeout:
                    print("nothing")
                """.replace("TOKEN_TTL", TTL);
    }
}
