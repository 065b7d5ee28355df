package dev.sandglass.engine.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which page of a list is asked for.
 *
 * @param number the page, from 1
 * @param size items on a page, 1 to {@value #MAX_SIZE}
 */
public record Page(int number, int size) {
  /** Largest page. */
  public static final int MAX_SIZE = 200;

  private static final int DEFAULT_SIZE = 20;

  /** Reads the query's parameters {@code page} and {@code pageSize}. */
  public static Page of(Optional<String> page, Optional<String> pageSize) {
    return new Page(
        page.map(value -> number("page", value, Integer.MAX_VALUE)).orElse(1),
        pageSize.map(value -> number("pageSize", value, MAX_SIZE)).orElse(DEFAULT_SIZE));
  }

  private static int number(String name, String value, int max) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number out of bounds.
    }
    throw Invalid.request(
        name + " must be a number from 1 to " + max + ", not " + Invalid.quoted(value));
  }

  /** This page of a list, as the API shows it. */
  public <T> ObjectNode of(List<T> all, Function<T, ObjectNode> toJson) {
    long from = Math.min((long) (number - 1) * size, all.size());
    long to = Math.min(from + size, all.size());
    int pages = (all.size() + size - 1) / size;
    ObjectNode json = Json.object();
    var items = json.putArray("items");
    all.subList((int) from, (int) to).forEach(item -> items.add(toJson.apply(item)));
    json.putObject("pagination")
        .put("page", number)
        .put("pageSize", size)
        .put("totalItems", all.size())
        .put("totalPages", pages)
        .put("hasNextPage", number < pages);
    return json;
  }
}
