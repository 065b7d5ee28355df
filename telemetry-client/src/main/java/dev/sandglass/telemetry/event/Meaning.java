package dev.sandglass.telemetry.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a field of an event is called and says; the schema and the documentation come from it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Meaning {
  /** The name of the field in JSON. */
  String name();

  /** One sentence for the person whose usage it is about. */
  String value();
}
