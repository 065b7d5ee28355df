package dev.sandglass.telemetry.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.scrubber.PublicGitRepository;
import dev.sandglass.scrubber.PublicImage;
import dev.sandglass.scrubber.QueryNumber;
import dev.sandglass.scrubber.RouteTemplate;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Walks everything that an event is made of: nothing in it can hold text of a user. */
class ClosedTypesTest {
  /** Words that come out of declarations or of proofs; their classes let nobody in from outside. */
  private static final Set<Class<?>> CLOSED_WORDS =
      Set.of(
          CommandName.class,
          OptionName.class,
          ErrorKind.class,
          RouteTemplate.class,
          PublicImage.class,
          PublicGitRepository.class);

  /** Records of numbers that check their bounds when they are made. */
  private static final Set<Class<?>> BOUNDED_NUMBERS =
      Set.of(Milliseconds.class, HttpStatus.class, ReleaseVersion.class, QueryNumber.class);

  /** Random or of the clock, and fixed when the event is made. */
  private static final Set<Class<?>> IDENTITY = Set.of(UUID.class, Instant.class);

  @Test
  void nothingInAnEventCanHoldFreeText() {
    Set<String> open = new TreeSet<>();
    Set<Class<?>> seen = new HashSet<>();
    Deque<Class<?>> waiting = new ArrayDeque<>(List.of(Event.class));
    while (!waiting.isEmpty()) {
      Class<?> type = waiting.pop();
      if (!seen.add(type) || IDENTITY.contains(type) || CLOSED_WORDS.contains(type)) {
        continue;
      }
      if (type.isEnum()) {
        continue;
      } else if (type.isSealed() && type.isInterface()) {
        waiting.addAll(List.of(type.getPermittedSubclasses()));
      } else if (type.isRecord()) {
        for (RecordComponent component : type.getRecordComponents()) {
          Class<?> inner = unwrapped(component.getGenericType());
          if (!(inner == int.class && BOUNDED_NUMBERS.contains(type))) {
            waiting.add(inner);
          }
        }
      } else {
        open.add(type.getName());
      }
    }
    assertThat(open).isEmpty();
    assertThat(seen).contains(CommandUsed.class, RequestHandled.class, SandboxChanged.class);
    assertThat(seen).contains(QueryNumber.class).doesNotContain(String.class, Map.class);
  }

  @Test
  void wordsCannotBeMadeFromTextOutsideTheirPackage() {
    for (Class<?> word : CLOSED_WORDS) {
      assertThat(word.getModifiers()).as(word.getName()).matches(Modifier::isFinal);
      for (Constructor<?> constructor : word.getDeclaredConstructors()) {
        assertThat(constructor.getModifiers())
            .as(word.getName())
            .matches(
                modifiers -> !Modifier.isPublic(modifiers) && !Modifier.isProtected(modifiers));
      }
    }
  }

  private static Class<?> unwrapped(Type type) {
    if (type instanceof ParameterizedType generic
        && (generic.getRawType() == Optional.class || generic.getRawType() == List.class)) {
      return unwrapped(generic.getActualTypeArguments()[0]);
    }
    return type instanceof Class<?> plain ? plain : Object.class;
  }
}
