package dev.sandglass.cli.otel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.EmptyHttp2Headers;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Makes the request once its stream is open, and puts the answer together while it comes in. */
final class Http2Exchange extends SimpleChannelInboundHandler<Http2StreamFrame> {
  private static final int FINAL_STATUS = 200;

  private final Http2Headers request;
  private final byte[] content;
  private final long most;
  private final CompletableFuture<Answer> answer;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable Http2Headers head;
  private Http2Headers trailers = EmptyHttp2Headers.INSTANCE;

  Http2Exchange(Http2Headers request, byte[] content, long most, CompletableFuture<Answer> answer) {
    super(Http2StreamFrame.class); // else it is looked for by reflection
    this.request = request;
    this.content = content;
    this.most = most;
    this.answer = answer;
  }

  @Override
  public void channelActive(ChannelHandlerContext stream) {
    stream.write(new DefaultHttp2HeadersFrame(request));
    stream
        .writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(content), true))
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                exceptionCaught(stream, written.cause());
              }
            });
  }

  @Override
  protected void channelRead0(ChannelHandlerContext stream, Http2StreamFrame frame)
      throws IOException {
    if (frame instanceof Http2HeadersFrame lines) {
      take(lines.headers());
      endIf(lines.isEndStream(), stream);
    } else if (frame instanceof Http2DataFrame data) {
      take(data.content());
      endIf(data.isEndStream(), stream);
    }
  }

  /** Takes in lines; those before the final ones say only that it is on its way. */
  private void take(Http2Headers lines) throws IOException {
    if (head != null) {
      trailers = lines;
    } else if (status(lines) >= FINAL_STATUS) {
      head = lines;
    }
  }

  private void take(ByteBuf data) throws IOException {
    if (head == null) {
      throw new ProtocolException("A body comes before its head");
    }
    if (body.size() + data.readableBytes() > most) {
      throw new IOException("the answer is longer than " + most + " bytes");
    }
    data.readBytes(body, data.readableBytes());
  }

  private void endIf(boolean end, ChannelHandlerContext stream) throws IOException {
    Http2Headers lines = head;
    if (!end) {
      return;
    }
    if (lines == null) {
      throw new ProtocolException("An answer ends before its head");
    }
    stream.channel().parent().close(); // which says goodbye, before anybody ends the process
    answer.complete(new Answer(status(lines), lines, body.toByteArray(), trailers));
  }

  private static int status(Http2Headers lines) throws IOException {
    CharSequence status = lines.status();
    if (status == null || !status.toString().matches("[1-9][0-9]{2}")) {
      throw new ProtocolException("A head has no status");
    }
    return Integer.parseInt(status.toString());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext stream, Object event) {
    if (event instanceof Http2ResetFrame reset) {
      answer.completeExceptionally(Failures.reset(reset.errorCode()));
    } else if (event instanceof Http2GoAwayFrame) {
      answer.completeExceptionally(new RefusedException("the backend is going away"));
    }
    ReferenceCountUtil.release(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext stream, Throwable failure) {
    answer.completeExceptionally(Failures.meaning(failure));
  }

  @Override
  public void channelInactive(ChannelHandlerContext stream) {
    answer.completeExceptionally(Failures.closed());
  }
}
