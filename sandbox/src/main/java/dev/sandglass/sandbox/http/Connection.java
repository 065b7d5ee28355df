package dev.sandglass.sandbox.http;

import java.net.http.WebSocket;

/**
 * A WebSocket that is open.
 *
 * @param socket the socket
 * @param observation of the request that opened it; it may still be told what the server says
 */
public record Connection(WebSocket socket, ExchangeObserver.Observation observation) {}
