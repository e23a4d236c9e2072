package io.jarrah.cloud;

import io.jarrah.common.join.Member;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.lifecycle.ServiceGroup;
import io.jarrah.common.soap.SoapServer;
import java.util.List;

/** A component with its membership and SOAP server, in the order of its Main. */
final class MemberService<S extends Service> implements Service {
    private final S service;
    private final ServiceGroup group;

    MemberService(Member member, S service, SoapServer server) {
        this.service = service;
        this.group = new ServiceGroup(service.name(), List.of(member, service, server));
    }

    S service() {
        return service;
    }

    @Override
    public String name() {
        return service.name();
    }

    @Override
    public void start() throws Exception {
        group.start();
    }

    @Override
    public void stop() throws Exception {
        group.stop();
    }
}
