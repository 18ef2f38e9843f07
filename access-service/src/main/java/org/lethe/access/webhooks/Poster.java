package org.lethe.access.webhooks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/// Posts a body once, to the very address that was checked: no name is looked up between the check and the connection,
/// and the name still stands in `Host`, in SNI and in what the certificate is held against. It follows no redirect,
/// keeps no connection, goes through no proxy, and of the answer reads no more than it must.
final class Poster {
    private static final int CONNECT_MILLIS = 5_000;
    private static final Duration WHOLE = Duration.ofSeconds(20);
    private static final int MOST_ANSWER_BYTES = 64 * 1024;

    private static final int LOOK_UP_SECONDS = 5;
    private static final ExecutorService LOOKING_UP = new ThreadPoolExecutor(
            0,
            4 * DeliveryWorker.AT_ONCE,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("lethe-webhook-names-", 0).factory());

    private final WebhookSettings settings;
    private final WebhookUrl.Names names;
    private final HttpClient http;
    private final Duration whole;

    Poster(WebhookSettings settings) {
        this(settings, InetAddress::getAllByName, null, WHOLE);
    }

    /// @param names how names are looked up
    /// @param trusted whose certificates are; null for whom the JDK trusts
    /// @param whole how long all of it may take
    Poster(WebhookSettings settings, WebhookUrl.Names names, @Nullable SslContext trusted, Duration whole) {
        this.settings = settings;
        this.names = names;
        this.whole = whole;
        HttpClient client = HttpClient.create(ConnectionProvider.newConnection())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .followRedirect(false)
                .disableRetry(true);
        this.http = trusted == null ? client : client.secure(spec -> spec.sslContext(trusted));
    }

    /// Returns within the time for all of it, whatever the receiver does; for virtual threads.
    Attempt post(WebhookUrl url, Map<String, String> headers, byte[] body) {
        InetAddress address;
        try {
            address = address(url);
        } catch (TimeoutException e) {
            return Attempt.failed(DeliveryFault.TIMEOUT);
        } catch (UnknownHostException | RejectedExecutionException e) {
            return Attempt.failed(DeliveryFault.UNREACHABLE);
        } catch (WebhookUrl.RefusedAddressException e) {
            return Attempt.failed(DeliveryFault.ADDRESS_REFUSED);
        }
        int port = port(url);
        Mono<Integer> status = http.resolver(new Pinned(new InetSocketAddress(address, port)))
                .headers(all -> {
                    headers.forEach(all::set);
                    all.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
                })
                .post()
                .uri(url.uri())
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .response((response, answer) ->
                        skim(answer).thenReturn(response.status().code()))
                .next();
        try {
            Integer answered = status.timeout(whole).block();
            return answered == null ? Attempt.failed(DeliveryFault.UNREACHABLE) : Attempt.answered(answered);
        } catch (RuntimeException e) {
            return Attempt.failed(fault(Exceptions.unwrap(e)));
        }
    }

    /// The system's look-up takes its time where somebody's name server does, holds on to its thread, and can't be
    /// broken off: it has a thread of its own, and we don't wait for it.
    private InetAddress address(WebhookUrl url) throws UnknownHostException, TimeoutException {
        Future<InetAddress> looking = LOOKING_UP.submit(() -> url.address(names, settings));
        try {
            return looking.get(LOOK_UP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebhookUrl.RefusedAddressException refused) {
                throw refused;
            }
            throw unknown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(e);
        }
    }

    private static UnknownHostException unknown(Exception cause) {
        UnknownHostException unknown = new UnknownHostException();
        unknown.initCause(cause);
        return unknown;
    }

    private static int port(WebhookUrl url) {
        int port = url.uri().getPort();
        return port > 0 ? port : "http".equalsIgnoreCase(url.uri().getScheme()) ? 80 : 443;
    }

    /// Reads to the end or to the bound, whichever comes first, and keeps nothing.
    private static Mono<Void> skim(Flux<ByteBuf> answer) {
        return answer.map(ByteBuf::readableBytes)
                .scan(0, Integer::sum)
                .takeUntil(read -> read >= MOST_ANSWER_BYTES)
                .then();
    }

    private static DeliveryFault fault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return DeliveryFault.TLS;
            }
            if (cause instanceof TimeoutException) {
                return DeliveryFault.TIMEOUT;
            }
        }
        return DeliveryFault.UNREACHABLE;
    }

    /// Leads every name, and every address, to the one that was checked.
    private static final class Pinned extends AddressResolverGroup<InetSocketAddress> {
        private final InetSocketAddress checked;

        Pinned(InetSocketAddress checked) {
            this.checked = checked;
        }

        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new AbstractAddressResolver<>(executor, InetSocketAddress.class) {
                @Override
                protected boolean doIsResolved(InetSocketAddress address) {
                    return address.equals(checked);
                }

                @Override
                protected void doResolve(InetSocketAddress unresolved, Promise<InetSocketAddress> promise) {
                    promise.setSuccess(checked);
                }

                @Override
                protected void doResolveAll(InetSocketAddress unresolved, Promise<List<InetSocketAddress>> promise) {
                    promise.setSuccess(List.of(checked));
                }
            };
        }
    }
}
