package dev.sandglass.engine.lifecycle;

import dev.sandglass.engine.lifecycle.LifecycleChange.Base;
import java.util.Optional;

/** Tells an observer what happens to sandboxes, and of each no more than what it was made from. */
final class LifecycleReport implements Sandbox.Watcher {
  private static final String IMAGE = "oci";

  private final Templates templates;
  private final LifecycleObserver observer;

  LifecycleReport(Templates templates, LifecycleObserver observer) {
    this.templates = templates;
    this.observer = observer;
  }

  @Override
  public void changed(SandboxState before, SandboxRecord now) {
    if (!now.unrecorded()) {
      LifecycleChange.between(before, now.state())
          .map(kind -> describe(kind, now.origin()))
          .ifPresent(observer::changed);
    }
  }

  private LifecycleChange describe(LifecycleChange.Kind kind, SandboxRecord.Origin origin) {
    // A template of that name that was added after the sandbox is another one.
    Optional<Template> template =
        templates
            .get(origin.template())
            .filter(found -> !found.createdAt().isAfter(origin.createdAt()));
    Base base =
        !origin.snapshot().isEmpty()
            ? Base.SNAPSHOT
            : origin.hostTemplate()
                ? Base.HOST
                : template.filter(found -> found.kind().equals(IMAGE)).isPresent()
                    ? Base.IMAGE
                    : Base.TEMPLATE;
    Provenance provenance =
        base == Base.IMAGE
            ? template.map(Template::provenance).orElse(Provenance.UNKNOWN)
            : Provenance.UNKNOWN;
    return new LifecycleChange(kind, base, provenance);
  }
}
