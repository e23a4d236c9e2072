package io.jarrah.clc.http;

import io.jarrah.clc.auth.Authorizer;
import io.jarrah.clc.auth.RequestAuthenticator;
import java.time.InstantSource;

/**
 * What every endpoint needs to know its caller.
 *
 * @param authenticator who signed
 * @param authorizer may they
 * @param region the region's name
 * @param clock the time of each request
 */
public record Authentication(
        RequestAuthenticator authenticator, Authorizer authorizer, String region, InstantSource clock) {}
