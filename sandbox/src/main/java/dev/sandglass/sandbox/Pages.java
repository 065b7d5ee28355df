package dev.sandglass.sandbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A list that a server gives page by page; a page is fetched when its first item is asked for.
 *
 * @param <T> what is listed
 */
public final class Pages<T> implements Iterable<T> {
  private final IntFunction<Page<T>> fetch;

  /** Makes a list of what {@code fetch} returns for page 1, 2, … */
  public Pages(IntFunction<Page<T>> fetch) {
    this.fetch = fetch;
  }

  /**
   * One page.
   *
   * @param items what is on it
   * @param hasNext whether there is another
   * @param <T> what is listed
   */
  public record Page<T>(List<T> items, boolean hasNext) {}

  /** Starts from the first page again. Iterating throws {@link SandboxException}. */
  @Override
  public Iterator<T> iterator() {
    return new PageIterator<>(fetch);
  }

  /** Returns the items as a lazy stream. */
  public Stream<T> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  /** Fetches all pages. */
  public List<T> toList() {
    List<T> all = new ArrayList<>();
    forEach(all::add);
    return all;
  }

  private static final class PageIterator<T> implements Iterator<T> {
    private final IntFunction<Page<T>> fetch;
    private Page<T> page = new Page<>(List.of(), true);
    private int number;
    private int next;

    PageIterator(IntFunction<Page<T>> fetch) {
      this.fetch = fetch;
    }

    @Override
    public boolean hasNext() {
      while (next == page.items().size() && page.hasNext()) {
        page = fetch.apply(++number);
        next = 0;
      }
      return next < page.items().size();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.items().get(next++);
    }
  }
}
