package dev.sandglass.telemetry.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.scrubber.HttpMethod;
import dev.sandglass.scrubber.PublicGitRepository;
import dev.sandglass.scrubber.PublicImage;
import dev.sandglass.scrubber.QueryParameter;
import dev.sandglass.scrubber.RouteTemplate;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The JSON Schema (draft 2020-12) of a program's events, made from the event records and the
 * program's vocabulary. It is as closed as the types are: every word that can occur is listed.
 */
public final class EventSchema {
  private static final String HEX = "[0-9a-f]";
  private static final String UUID_HEAD = "^" + HEX + "{8}-" + HEX + "{4}-";
  private static final String UUID_TAIL = HEX + "{3}-[89ab]" + HEX + "{3}-" + HEX + "{12}$";
  private static final String PUBLIC_NAME = "^[a-z0-9][a-z0-9.-]*(/[A-Za-z0-9._-]+)+(:v?[0-9.]+)?$";

  private final Vocabulary vocabulary;

  private EventSchema(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * One field of an event in JSON.
   *
   * @param name its name
   * @param meaning what it says
   * @param component the record's component
   */
  record Field(String name, String meaning, RecordComponent component) {}

  /** Returns the schema of the events that a vocabulary makes. Uses reflection. */
  public static ObjectNode of(Vocabulary vocabulary) {
    return new EventSchema(vocabulary).schema();
  }

  /** Returns the fields of a record that have a meaning of their own. */
  static List<Field> fields(Class<? extends Record> type) {
    List<Field> fields = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Meaning meaning = component.getAnnotation(Meaning.class);
      if (meaning != null) {
        fields.add(new Field(meaning.name(), meaning.value(), component));
      }
    }
    return fields;
  }

  /** Returns the record that a family's events are made of. */
  static Class<? extends Record> type(EventName name) {
    return switch (name) {
      case COMMAND -> CommandUsed.class;
      case REQUEST -> RequestHandled.class;
      case LIFECYCLE -> SandboxChanged.class;
    };
  }

  private ObjectNode schema() {
    ObjectNode schema = object();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "An event of anonymous usage telemetry");
    ArrayNode families = schema.putArray("oneOf");
    for (EventName name : EventName.values()) {
      families.add(family(name));
    }
    return schema;
  }

  private ObjectNode family(EventName name) {
    ObjectNode family = object();
    family.put("title", name.token()).put("type", "object");
    ObjectNode properties = family.putObject("properties");
    properties
        .putObject("schema")
        .put("description", "Version of the form of events.")
        .put("const", Event.SCHEMA_VERSION);
    properties
        .putObject("event")
        .put("description", "The family of the event.")
        .put("const", name.token());
    ArrayNode required = family.putArray("required").add("schema").add("event");
    List<Field> fields = new ArrayList<>(fields(Event.class));
    fields.addAll(fields(Client.class));
    fields.addAll(fields(type(name)));
    for (Field field : fields) {
      properties.set(field.name(), value(field).put("description", field.meaning()));
      if (!isOptional(field)) {
        required.add(field.name());
      }
    }
    return family.put("additionalProperties", false);
  }

  private static boolean isOptional(Field field) {
    return field.component().getType() == Optional.class || field.name().equals("query");
  }

  private ObjectNode value(Field field) {
    if (field.component().getType() == List.class) {
      return field.name().equals("query") ? query() : words(vocabulary.options());
    }
    Type type = field.component().getGenericType();
    if (type instanceof ParameterizedType optional) {
      type = optional.getActualTypeArguments()[0];
    }
    return scalar(field.name(), (Class<?>) type);
  }

  private ObjectNode scalar(String name, Class<?> type) {
    if (type == EventId.class) {
      return pattern(UUID_HEAD + "7" + UUID_TAIL);
    } else if (type == CliId.class) {
      return pattern(UUID_HEAD + HEX + UUID_TAIL);
    } else if (type == Instant.class) {
      return pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$");
    } else if (type == ReleaseVersion.class) {
      return pattern("^[0-9]{1,4}([.][0-9]{1,4}){2}(-SNAPSHOT|-rc|-other)?$");
    } else if (type == Milliseconds.class) {
      return number(0, Milliseconds.MAX);
    } else if (type == HttpStatus.class) {
      return number(HttpStatus.MIN, HttpStatus.MAX);
    } else if (type == PublicImage.class || type == PublicGitRepository.class) {
      ObjectNode either = object();
      either
          .putArray("anyOf")
          .add(oneOf(List.of(SandboxChanged.UNDISCLOSED)))
          .add(pattern(PUBLIC_NAME).put("maxLength", 255));
      return either;
    }
    return oneOf(constants(name, type));
  }

  private Collection<String> constants(String name, Class<?> type) {
    if (type == CommandName.class) {
      return name.equals("command") ? vocabulary.commands() : vocabulary.calls();
    } else if (type == ErrorKind.class) {
      return vocabulary.errorKinds();
    } else if (type == RouteTemplate.class) {
      return vocabulary.routes();
    } else if (type == HttpMethod.class) {
      return Arrays.stream(HttpMethod.values()).map(Enum::name).toList();
    } else if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> Token.of((Enum<?>) constant))
          .toList();
    }
    throw new IllegalStateException("No schema for " + type.getName());
  }

  private static ObjectNode query() {
    ObjectNode query = object().put("type", "object");
    ObjectNode properties = query.putObject("properties");
    for (QueryParameter parameter : QueryParameter.values()) {
      properties.set(
          parameter.text(),
          parameter.isNumber() ? number(0, QueryParameter.MAX_NUMBER) : oneOf(parameter.words()));
    }
    return query.put("additionalProperties", false);
  }

  private static ObjectNode words(Collection<String> words) {
    ObjectNode list = object().put("type", "array");
    list.set("items", oneOf(words));
    return list.put("uniqueItems", true);
  }

  private static ObjectNode oneOf(Collection<String> words) {
    ObjectNode choice = object();
    ArrayNode values = choice.putArray("enum");
    words.forEach(values::add);
    return choice;
  }

  private static ObjectNode pattern(String pattern) {
    return object().put("type", "string").put("pattern", pattern);
  }

  private static ObjectNode number(int min, int max) {
    return object().put("type", "integer").put("minimum", min).put("maximum", max);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
