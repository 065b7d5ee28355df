package dev.sandglass.cli.otel;

import dev.sandglass.sandbox.observability.SpanType;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sends spans of the engine as those of a service of its own, called like this one with {@code
 * -engine} behind. Of the rest of the resource it has what the user named, which holds for all:
 * this process, its runtime and its machine are not the engine's.
 *
 * @param own sends
 * @param named the attributes that the user named
 */
record EngineService(SpanExporter own, Set<String> named) implements SpanExporter {
  private static final AttributeKey<String> SERVICE_NAME =
      AttributeKey.stringKey(ResourceAttribute.SERVICE_NAME.key());
  private static final String SUFFIX = "-engine";

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    // One resource for all: marshallers know resources by their identity.
    Map<Resource, Resource> engines = new IdentityHashMap<>();
    List<SpanData> told = new ArrayList<>(spans.size());
    for (SpanData span : spans) {
      boolean engine = span.getInstrumentationScopeInfo().getName().equals(SpanType.ENGINE_SCOPE);
      told.add(
          engine
              ? new Served(span, engines.computeIfAbsent(span.getResource(), this::resource))
              : span);
    }
    return own.export(told);
  }

  private Resource resource(Resource ours) {
    String name = ours.getAttribute(SERVICE_NAME) + SUFFIX;
    return ours.toBuilder()
        .removeIf(key -> !named.contains(key.getKey()))
        .put(SERVICE_NAME, name)
        .build();
  }

  @Override
  public CompletableResultCode flush() {
    return own.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return own.shutdown();
  }

  private static final class Served extends DelegatingSpanData {
    private final Resource resource;

    Served(SpanData span, Resource resource) {
      super(span);
      this.resource = resource;
    }

    @Override
    public Resource getResource() {
      return resource;
    }
  }
}
