package dev.sandglass.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How one kind of thing is shown: its columns for people, its JSON for programs, and its name for
 * scripts. Immutable.
 *
 * @param <T> the kind of thing
 */
public final class View<T> {
  private final Function<T, String> name;
  private final Function<T, String> title;
  private final Function<T, JsonNode> json;
  private final List<Column<T>> columns;

  private record Column<T>(String header, Function<T, String> cell) {}

  private View(
      Function<T, String> name,
      Function<T, String> title,
      Function<T, JsonNode> json,
      List<Column<T>> columns) {
    this.name = name;
    this.title = title;
    this.json = json;
    this.columns = List.copyOf(columns);
  }

  /** Returns a view without columns. */
  public static <T> View<T> of(Function<T, String> name, Function<T, JsonNode> json) {
    return new View<>(name, name, json, List.of());
  }

  /** Returns this view with one more column; headers are upper case. */
  public View<T> column(String header, Function<T, String> cell) {
    List<Column<T>> more = new ArrayList<>(columns);
    more.add(new Column<>(header, cell));
    return new View<>(name, title, json, more);
  }

  /** Returns this view with another name for people than for scripts. */
  public View<T> titled(Function<T, String> forPeople) {
    return new View<>(name, forPeople, json, columns);
  }

  String title(T thing) {
    return title.apply(thing);
  }

  String name(T thing) {
    return name.apply(thing);
  }

  JsonNode json(T thing) {
    return json.apply(thing);
  }

  List<String> headers() {
    return columns.stream().map(Column::header).toList();
  }

  List<String> cells(T thing) {
    return columns.stream().map(column -> column.cell().apply(thing)).toList();
  }
}
