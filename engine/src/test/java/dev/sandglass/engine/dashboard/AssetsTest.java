package dev.sandglass.engine.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of the page. */
final class AssetsTest {
  private final Assets assets = new Assets();

  @Test
  void everyFileIsServedAndNoOther() throws IOException, URISyntaxException {
    URL page = Assets.class.getResource("page/index.html");
    assertThat(page).isNotNull();
    Path directory = Path.of(page.toURI()).getParent();
    try (Stream<Path> files = Files.walk(directory)) {
      List<String> there =
          files
              .filter(Files::isRegularFile)
              .map(file -> directory.relativize(file).toString())
              .toList();
      assertThat(Assets.NAMES).containsExactlyInAnyOrderElementsOf(there);
    }
    for (String name : Assets.NAMES) {
      assertThat(assets.find(name)).as(name).isPresent();
    }
    for (String name : List.of("..", "../Assets.class", "uplot", "/index.html", "main.js/")) {
      assertThat(assets.find(name)).as(name).isEmpty();
    }
  }

  @Test
  void typesAreWhatTheyAre() {
    assertThat(type("")).hasValue("text/html; charset=utf-8");
    assertThat(type("main.js")).hasValue("text/javascript; charset=utf-8");
    assertThat(type("style.css")).hasValue("text/css; charset=utf-8");
    assertThat(type("icon.svg")).hasValue("image/svg+xml");
    assertThat(type("uplot/LICENSE")).hasValue("text/plain; charset=utf-8");
  }

  private Optional<String> type(String name) {
    return assets.find(name).map(Assets.Asset::type);
  }

  @Test
  void thePageNamesNoOtherServerAndHoldsNoScriptOrStyle() {
    for (String name : Assets.NAMES) {
      if (!name.startsWith("uplot/")) {
        String text = new String(assets.find(name).orElseThrow().content(), StandardCharsets.UTF_8);
        assertThat(text.replace("http://www.w3.org/", ""))
            .as(name)
            .doesNotContain("http:", "https:");
        assertThat(text).as(name).doesNotContain("innerHTML", "insertAdjacentHTML", " style=\"");
      }
    }
  }
}
