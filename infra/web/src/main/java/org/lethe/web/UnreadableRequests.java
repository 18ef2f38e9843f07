package org.lethe.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.netty.NettyPipeline;

/// Turns what Netty refuses by itself into problem documents: a request line that is none, a path that is no
/// URI, headers without end. Such a request never comes to a filter, and its answer has neither body nor
/// `Request-Id`. By the lack of the latter it is known: whatever we answer has one.
///
/// HTTP/1.1 only; the servers that we start speak nothing else.
@Sharable
final class UnreadableRequests extends ChannelOutboundHandlerAdapter {
    static final String NAME = "lethe.unreadableRequests";
    private static final int FIRST_ERROR = 400;

    private final Problems problems;

    UnreadableRequests(Problems problems) {
        this.problems = problems;
    }

    /// Next to the codec, where each answer comes by in its last shape.
    void addTo(ChannelPipeline pipeline) {
        if (pipeline.get(NettyPipeline.HttpCodec) != null) {
            pipeline.addAfter(NettyPipeline.HttpCodec, NAME, this);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof FullHttpResponse response
                && response.status().code() >= FIRST_ERROR
                && !response.headers().contains(RequestTrace.REQUEST_ID)) {
            context.write(problem(response), promise);
            response.release();
        } else {
            context.write(message, promise);
        }
    }

    private FullHttpResponse problem(FullHttpResponse response) {
        String requestId = RequestTrace.newRequestId();
        Rendered rendered = problems.render(response.status().code(), requestId);
        FullHttpResponse problem = response.replace(Unpooled.wrappedBuffer(rendered.body()));
        problem.headers()
                .set(RequestTrace.REQUEST_ID, requestId)
                .set(RequestTrace.TRACEPARENT, RequestTrace.continued(null))
                .set(HttpHeaderNames.CONTENT_TYPE, rendered.mediaType())
                .set(HttpHeaderNames.CONTENT_LENGTH, rendered.body().length)
                .set(HttpHeaderNames.CACHE_CONTROL, RenderedResponse.NO_STORE);
        return problem;
    }
}
