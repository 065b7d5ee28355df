package dev.sandglass.cli.command.observe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.console.ByteCount;
import dev.sandglass.sandbox.signals.SignalCounts;

/** How it is shown what became of signals; the JSON is described in docs/json-output.md. */
public final class SignalCountsView {
  private SignalCountsView() {}

  /** A line for people: all that counts, and of what went wrong only what did. */
  public static String text(SignalCounts counts) {
    StringBuilder text = new StringBuilder();
    text.append(counts.receivedRecords()).append(" received, ");
    text.append(counts.sentRecords()).append(" sent on, ");
    text.append(ByteCount.format(counts.queuedBytes())).append(" waiting");
    add(text, counts.refusedRequests(), " requests refused (too many)");
    add(text, counts.invalidRequests(), " requests invalid");
    add(text, counts.rejectedRecords(), " rejected by the backend");
    add(text, counts.unsentRecords(), " not to be sent");
    add(text, counts.unkeptRecords(), " not kept");
    if (counts.droppedLogBytes() > 0) {
      text.append("; ")
          .append(ByteCount.format(counts.droppedLogBytes()))
          .append(" of output not recorded");
    }
    return text.toString();
  }

  private static void add(StringBuilder text, long amount, String what) {
    if (amount > 0) {
      text.append("; ").append(amount).append(what);
    }
  }

  /** The document. */
  public static ObjectNode json(SignalCounts counts) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("receivedRecords", counts.receivedRecords())
        .put("refusedRequests", counts.refusedRequests())
        .put("invalidRequests", counts.invalidRequests())
        .put("droppedLogBytes", counts.droppedLogBytes())
        .put("unkeptRecords", counts.unkeptRecords())
        .put("sentRecords", counts.sentRecords())
        .put("rejectedRecords", counts.rejectedRecords())
        .put("unsentRecords", counts.unsentRecords())
        .put("queuedBytes", counts.queuedBytes());
  }
}
