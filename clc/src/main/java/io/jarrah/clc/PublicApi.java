package io.jarrah.clc;

import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.action.Api;
import io.jarrah.clc.auth.Authorizer;
import io.jarrah.clc.auth.RequestAuthenticator;
import io.jarrah.clc.http.ApiHandler;
import io.jarrah.clc.http.ApiRefusals;
import io.jarrah.clc.http.Authentication;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.common.http.HttpServer;
import io.jarrah.common.http.HttpServerConfig;
import io.jarrah.common.lifecycle.Service;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The public port: the action tables of all APIs behind one HTTP server. */
public final class PublicApi implements Service {
    /** GET requests may carry user data in the query string, as clients of 2010 send it. */
    private static final int MAX_HEADER = 128 << 10;

    private final Map<Api, ActionTable> tables = new EnumMap<>(Api.class);
    private final HttpServer server;

    /**
     * @param api accounts, keys, tags, zones, types
     * @param more adds the EC2 actions of the other parts
     * @param moreAdmin adds the actions of the admin API of the other parts
     * @param moreTaggable kinds of resources of the other parts that can be tagged
     * @param authorityFingerprint of the certificate authority, for join tokens
     */
    public PublicApi(
            ClcConfig config,
            ApiWiring api,
            Consumer<ActionTable.Builder> more,
            Consumer<ActionTable.Builder> moreAdmin,
            List<TaggableType> moreTaggable,
            String authorityFingerprint,
            InstantSource clock,
            MeterRegistry metrics) {
        ApiHandler.Codecs codecs = ApiHandler.Codecs.create();
        ActionTable.Builder ec2Actions = ActionTable.of(Api.EC2);
        api.addTo(ec2Actions, moreTaggable);
        more.accept(ec2Actions);
        ActionTable.Builder sts = ActionTable.of(Api.STS);
        api.addToSts(sts);
        ActionTable.Builder admin = ActionTable.of(Api.ADMIN);
        api.addToAdmin(admin, authorityFingerprint);
        moreAdmin.accept(admin);
        tables.put(Api.EC2, ec2Actions.build(codecs.ec2()::knows));
        tables.put(Api.IAM, ActionTable.of(Api.IAM).build(codecs.iam()::knows));
        tables.put(Api.STS, sts.build(codecs.sts()::knows));
        tables.put(Api.ADMIN, admin.build(name -> false));
        Authentication authentication = new Authentication(
                new RequestAuthenticator(api.accessKeys()::credential, config.region(), clock),
                new Authorizer(Authorizer.PolicySource.accountBound()),
                config.region(),
                clock);
        ApiHandler handler = new ApiHandler(
                table(Api.EC2), table(Api.IAM), table(Api.STS), table(Api.ADMIN), codecs, authentication, metrics);
        this.server = new HttpServer(
                "api",
                HttpServerConfig.of(config.bind(), config.apiPort()).withMaxHeaderBytes(MAX_HEADER),
                handler,
                new ApiRefusals(codecs.ec2()));
    }

    /** The actions served of an API. */
    public ActionTable table(Api of) {
        ActionTable table = tables.get(of);
        if (table == null) {
            throw new IllegalStateException("no table of " + of);
        }
        return table;
    }

    @Override
    public String name() {
        return "api";
    }

    @Override
    public void start() throws Exception {
        server.start();
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }

    /** Where it listens, once started. */
    public URI uri() {
        return server.uri();
    }
}
