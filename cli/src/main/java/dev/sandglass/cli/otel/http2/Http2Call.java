package dev.sandglass.cli.otel.http2;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One request over HTTP/2. It begins without asking whether the other side speaks that, which gRPC
 * takes for granted; over TLS that has been agreed on before. Used by one thread.
 */
final class Http2Call {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int STREAM = 1;
  private static final int LONGEST_HEAD = 64 * 1024;

  private static final short WITHOUT_PUSH = 2;
  private static final short HEAD_SIZE = 6;
  private static final int REFUSED = 7;
  private static final int OLD_HTTP_REQUIRED = 13;

  private final DataInputStream in;
  private final DataOutputStream out;
  private final Credit credit = new Credit();
  private final HeaderReader heads = new HeaderReader(LONGEST_HEAD);
  private final Response response;

  private Http2Call(Socket socket, long most) throws IOException {
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    this.response = new Response(most);
  }

  /**
   * Makes a request and waits for its answer.
   *
   * @param socket a connection on which nothing has been said yet, and will not be afterwards
   * @param head all lines, those with a colon first
   * @param body what to send; not empty
   * @param most bytes that the body of the answer may have
   * @throws ProtocolException if the other side speaks something else
   * @throws RefusedException if the same may be tried again
   */
  static Answer make(Socket socket, List<Header> head, byte[] body, long most) throws IOException {
    var call = new Http2Call(socket, most);
    call.begin(head);
    call.exchange(body);
    return call.response.whole();
  }

  private void begin(List<Header> head) throws IOException {
    out.write(PREFACE);
    ByteBuffer settings = ByteBuffer.allocate(12);
    settings.putShort(WITHOUT_PUSH).putInt(0).putShort(HEAD_SIZE).putInt(LONGEST_HEAD);
    new Frame(Frame.SETTINGS, 0, 0, settings.array()).write(out);
    byte[] block = HeaderWriter.write(head);
    int type = Frame.HEADERS;
    for (int begin = 0; begin < block.length; begin += Frame.MOST) {
      int end = Math.min(block.length, begin + Frame.MOST);
      int flags = end == block.length ? Frame.END_OF_HEADERS : 0;
      new Frame(type, flags, STREAM, Arrays.copyOfRange(block, begin, end)).write(out);
      type = Frame.CONTINUATION;
    }
  }

  private void exchange(byte[] body) throws IOException {
    int sent = 0;
    boolean greeted = false;
    while (!response.isComplete()) {
      int next = Math.min(Math.min(credit.available(), Frame.MOST), body.length - sent);
      if (next > 0) {
        send(body, sent, sent + next);
        sent += next;
        continue;
      }
      out.flush();
      Frame frame = Frame.read(in);
      if (!greeted && frame.type() != Frame.SETTINGS) {
        throw new ProtocolException("HTTP/2 begins with settings");
      }
      greeted = true;
      take(frame);
    }
  }

  private void send(byte[] body, int begin, int end) throws IOException {
    credit.spend(end - begin);
    int flags = end == body.length ? Frame.END_OF_STREAM : 0;
    new Frame(Frame.DATA, flags, STREAM, Arrays.copyOfRange(body, begin, end)).write(out);
  }

  private void take(Frame frame) throws IOException {
    switch (frame.type()) {
      case Frame.DATA -> {
        response.data(frame.content(), frame.has(Frame.END_OF_STREAM));
        makeRoom(frame.payload().length);
      }
      case Frame.HEADERS -> response.headers(head(frame), frame.has(Frame.END_OF_STREAM));
      case Frame.RESET -> throw reset(frame.numbers(Integer.BYTES).getInt());
      case Frame.SETTINGS -> settings(frame);
      case Frame.PUSH -> throw new ProtocolException("Nobody asked for more answers");
      case Frame.PING -> {
        if (!frame.has(Frame.ACKNOWLEDGED)) {
          new Frame(Frame.PING, Frame.ACKNOWLEDGED, 0, frame.payload()).write(out);
        }
      }
      case Frame.GOING_AWAY -> {
        if ((frame.numbers(2 * Integer.BYTES).getInt() & Integer.MAX_VALUE) < STREAM) {
          throw new RefusedException("the backend is going away");
        }
      }
      case Frame.WINDOW -> credit.more(frame);
      default -> {
        // What means nothing to us is to be left out of account.
      }
    }
  }

  private void settings(Frame frame) throws IOException {
    if (!frame.has(Frame.ACKNOWLEDGED)) {
      credit.settings(frame);
      new Frame(Frame.SETTINGS, Frame.ACKNOWLEDGED, 0, new byte[0]).write(out);
    }
  }

  /** Lets as much follow as has come. */
  private void makeRoom(int bytes) throws IOException {
    if (bytes > 0 && !response.isComplete()) {
      byte[] room = ByteBuffer.allocate(Integer.BYTES).putInt(bytes).array();
      new Frame(Frame.WINDOW, 0, 0, room).write(out);
      new Frame(Frame.WINDOW, 0, STREAM, room).write(out);
    }
  }

  private List<Header> head(Frame first) throws IOException {
    var block = new ByteArrayOutputStream();
    block.writeBytes(first.content());
    Frame last = first;
    while (!last.has(Frame.END_OF_HEADERS)) {
      last = Frame.read(in);
      if (last.type() != Frame.CONTINUATION || block.size() > LONGEST_HEAD) {
        throw new ProtocolException("A head is interrupted, or too long");
      }
      block.writeBytes(last.payload());
    }
    return heads.read(block.toByteArray());
  }

  private static IOException reset(int reason) {
    return switch (reason) {
      case REFUSED -> new RefusedException("the backend refused the request");
      case OLD_HTTP_REQUIRED -> new ProtocolException("The backend wants HTTP/1.1");
      default -> new IOException("the backend broke the request off for reason " + reason);
    };
  }
}
