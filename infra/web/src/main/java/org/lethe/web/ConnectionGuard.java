package org.lethe.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/// Ends a connection that stands still: without a request's head, between requests, in a body that we wait for, in an
/// answer that nobody takes. What we are not ready to read costs the caller no time.
///
/// Beside that it refuses a request without its one `Host` (RFC 9112, 3.2).
final class ConnectionGuard extends ChannelDuplexHandler {
    static final String NAME = "lethe.connectionGuard";
    private static final long SHORTEST_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_TICK_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int FIRST_FINAL_STATUS = 200;

    private final Channel connection;
    private final Consumer<ServerConnections.End> onEnd;
    private final long headNanos;
    private final long idleNanos;
    private final long bodyNanos;
    private final long writeNanos;
    private final double nanosPerByte;
    private @Nullable ScheduledFuture<?> ticking;
    private int unanswered;
    private boolean bodyOpen;
    private boolean answerBegun;
    private boolean served;
    private boolean ending;
    private long bodyDeadline;
    private long writtenAt = System.nanoTime();
    private long lastPending;
    private long lastProgress;
    private volatile boolean idle = true;
    private volatile long idleSince = System.nanoTime();

    /// @param onEnd told why the connection is closed here
    ConnectionGuard(HttpSettings settings, Channel connection, Consumer<ServerConnections.End> onEnd) {
        this.connection = connection;
        this.onEnd = onEnd;
        this.headNanos = settings.headTimeout().toNanos();
        this.idleNanos = settings.idleTimeout().toNanos();
        this.bodyNanos = settings.bodyTimeout().toNanos();
        this.writeNanos = settings.writeTimeout().toNanos();
        this.nanosPerByte = (double) Duration.ofSeconds(1).toNanos()
                / settings.minBodyRate().toBytes();
    }

    /// Behind what makes our refusals problem documents.
    void addTo(ChannelPipeline pipeline) {
        if (pipeline.get(UnreadableRequests.NAME) != null) {
            pipeline.addAfter(UnreadableRequests.NAME, NAME, this);
        } else {
            pipeline.addAfter(NettyPipeline.HttpCodec, NAME, this);
        }
    }

    boolean isIdle() {
        return idle;
    }

    long idleSinceNanos() {
        return idleSince;
    }

    void close(ServerConnections.End end) {
        onEnd.accept(end);
        connection.close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        long shortest = Math.min(Math.min(headNanos, idleNanos), Math.min(bodyNanos, writeNanos));
        long tick = Math.clamp(shortest / 4, SHORTEST_TICK_NANOS, LONGEST_TICK_NANOS);
        ticking = context.executor().scheduleWithFixedDelay(() -> tick(context), tick, tick, TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        stop();
        super.channelInactive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (ending) {
            ReferenceCountUtil.release(message);
            return;
        }
        long now = System.nanoTime();
        if (message instanceof HttpRequest request) {
            unanswered++;
            served = true;
            idle = false;
            bodyOpen = true;
            bodyDeadline = now + bodyNanos;
            if (request.decoderResult().isSuccess() && !hasItsHost(request)) {
                ReferenceCountUtil.release(message);
                refuse(context, HttpResponseStatus.BAD_REQUEST);
                return;
            }
        }
        if (message instanceof HttpContent content) {
            long earned = bodyDeadline + (long) (content.content().readableBytes() * nanosPerByte);
            bodyDeadline = Math.min(now + bodyNanos, earned);
            if (message instanceof LastHttpContent) {
                bodyOpen = false;
                noteIdle(now);
            }
        }
        super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        boolean interim =
                message instanceof HttpResponse response && response.status().code() < FIRST_FINAL_STATUS;
        if (!interim) {
            long now = System.nanoTime();
            answerBegun = true;
            bodyDeadline = now + bodyNanos; // who gets answers while sending may wait for them
            if (message instanceof LastHttpContent) {
                answerBegun = false;
                unanswered = Math.max(0, unanswered - 1);
                noteIdle(now);
            }
        }
        super.write(context, message, promise);
    }

    private static boolean hasItsHost(HttpRequest request) {
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        return hosts == 1 || hosts == 0 && request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
    }

    private void noteIdle(long now) {
        if (unanswered == 0 && !bodyOpen) {
            idleSince = now;
            idle = true;
        }
    }

    private void tick(ChannelHandlerContext context) {
        if (ending || !connection.isActive()) {
            return;
        }
        long now = System.nanoTime();
        if (isStuckInAnAnswer(now)) {
            end(ServerConnections.End.ANSWER);
        } else if (idle && now - idleSince > (served ? idleNanos : headNanos) && lastPending == 0) {
            end(served ? ServerConnections.End.IDLE : ServerConnections.End.HEAD);
        } else if (bodyOpen) {
            if (!connection.config().isAutoRead()) {
                bodyDeadline = now + bodyNanos; // we are not reading
            } else if (now - bodyDeadline > 0) {
                endBody(context);
            }
        }
    }

    private boolean isStuckInAnAnswer(long now) {
        ChannelOutboundBuffer buffer = connection.unsafe().outboundBuffer();
        long pending = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        long progress = buffer == null ? 0 : buffer.currentProgress();
        if (pending == 0 || pending < lastPending || progress != lastProgress) {
            writtenAt = now;
        }
        lastPending = pending;
        lastProgress = progress;
        return now - writtenAt > writeNanos;
    }

    private void endBody(ChannelHandlerContext context) {
        if (answerBegun || unanswered == 0) {
            end(ServerConnections.End.BODY);
        } else {
            onEnd.accept(ServerConnections.End.BODY);
            refuse(context, HttpResponseStatus.REQUEST_TIMEOUT);
        }
    }

    /// [UnreadableRequests] makes it a problem document.
    private void refuse(ChannelHandlerContext context, HttpResponseStatus status) {
        ending = true;
        DefaultFullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
        answer.headers().set(HttpHeaderNames.CONNECTION, "close");
        context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    private void end(ServerConnections.End end) {
        ending = true;
        close(end);
    }

    private void stop() {
        ScheduledFuture<?> running = ticking;
        if (running != null) {
            running.cancel(false);
        }
    }
}
