package dev.sandglass.engine.observability.receiver;

import dev.sandglass.engine.observability.receiver.Payload.Form;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;
import java.util.Optional;

/** One request of a program in a sandbox: on its connection's event loop, but for the reading. */
final class Exchange {
  /** For how long a sandbox that tells too much is kept waiting for the answer that says so. */
  private static final long PENALTY_MILLIS = 500;

  private final Vertx vertx;
  private final Receiver receiver;
  private final HttpServerRequest request;
  private final boolean grpc;
  private final Reply reply;
  private Buffer body = Buffer.buffer();
  private long held;
  private boolean over;

  Exchange(Vertx vertx, Receiver receiver, HttpServerRequest request) {
    this.vertx = vertx;
    this.receiver = receiver;
    this.request = request;
    String type = header("content-type").toLowerCase(Locale.ROOT);
    this.grpc = type.startsWith("application/grpc");
    this.reply = Reply.to(request.response(), grpc, type.startsWith("application/json"));
  }

  private String header(String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value.strip();
  }

  void begin() {
    request.exceptionHandler(gone -> end());
    request.response().exceptionHandler(gone -> end());
    if (!receiver.allowance().begin()) {
      request.pause();
      Refusal busy = Refusal.busy("too many requests or bytes per second");
      receiver.refused(busy);
      vertx.setTimer(PENALTY_MILLIS, id -> answer(busy));
      return;
    }
    try {
      Optional<SignalKind> kind = SignalKind.at(request.path(), grpc);
      if (kind.isEmpty()) {
        throw Refusal.unknown(404, "no service of OTLP at this path");
      }
      Form form = form();
      boolean gzip = gzip(form);
      if (length() > Payload.MAX_BYTES) {
        throw tooLarge();
      }
      request.handler(this::take);
      request.endHandler(ended -> read(kind.get(), form, gzip));
    } catch (Refusal e) {
      refuse(e);
    }
  }

  private Form form() throws Refusal {
    if (request.method() != HttpMethod.POST) {
      throw Refusal.unknown(405, "only POST");
    }
    if (grpc) {
      if (request.version() != HttpVersion.HTTP_2) {
        throw Refusal.unknown(415, "gRPC needs HTTP/2");
      }
      return Form.GRPC;
    }
    String type = header("content-type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "application/x-protobuf" -> Form.PROTOBUF;
      case "application/json" -> Form.JSON;
      default -> throw Refusal.unknown(415, "only application/x-protobuf and application/json");
    };
  }

  private boolean gzip(Form form) throws Refusal {
    String encoding = header(form == Form.GRPC ? "grpc-encoding" : "content-encoding");
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case "", "identity" -> false;
      case "gzip" -> true;
      default -> throw Refusal.unknown(415, "compressed other than by gzip");
    };
  }

  private long length() {
    String length = header("content-length");
    return length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
  }

  private static Refusal tooLarge() {
    return Refusal.tooLarge("a message has at most " + Payload.MAX_BYTES + " bytes");
  }

  private void take(Buffer piece) {
    if (over) {
      return;
    }
    if (body.length() + piece.length() > Payload.MAX_BYTES + 5) {
      refuse(tooLarge());
    } else if (!receiver.allowance().hold(piece.length())) {
      refuse(Refusal.busy("too many bytes at once"));
    } else {
      held += piece.length();
      body.appendBuffer(piece);
    }
  }

  private void read(SignalKind kind, Form form, boolean gzip) {
    if (over) {
      return;
    }
    Payload payload = new Payload(kind, form, gzip, body.getBytes());
    body = Buffer.buffer();
    Context loop = vertx.getOrCreateContext();
    receiver.read(
        payload,
        (taken, refusal) ->
            loop.runOnContext(
                ignored -> {
                  if (refusal.isPresent()) {
                    refuse(refusal.get());
                  } else if (!over) {
                    end();
                    reply.taken(kind, taken.orElseThrow());
                  }
                }));
  }

  private void refuse(Refusal refusal) {
    if (!over) {
      receiver.refused(refusal);
      answer(refusal);
    }
  }

  private void answer(Refusal refusal) {
    if (over) {
      return;
    }
    end();
    reply.refused(refusal, request);
  }

  /** Gives back what it held; nothing is taken any more. */
  private void end() {
    if (!over) {
      over = true;
      body = Buffer.buffer();
      receiver.allowance().release(held);
    }
  }
}
