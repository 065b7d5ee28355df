package dev.sandglass.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A native image holds only the resources that its metadata names. */
final class MetadataTest {
  private static final String METADATA =
      "META-INF/native-image/dev.sandglass/native/reachability-metadata.json";
  private static final String PACKAGES = "dev/sandglass";

  @Test
  void everyResourceOfOurModulesIsInTheImage() throws Exception {
    List<String> resources = resources();
    assertThat(resources)
        .as("resources found")
        .contains(
            "dev/sandglass/cli/version.properties", "dev/sandglass/engine/isolation/holder.sh");
    List<PathMatcher> globs = globs();
    assertThat(resources)
        .as("resources without a glob in %s", METADATA)
        .allMatch(name -> globs.stream().anyMatch(glob -> glob.matches(Path.of(name))));
  }

  private static List<PathMatcher> globs() throws IOException {
    try (InputStream file = MetadataTest.class.getClassLoader().getResourceAsStream(METADATA)) {
      List<PathMatcher> globs = new ArrayList<>();
      for (JsonNode resource : new ObjectMapper().readTree(file).get("resources")) {
        globs.add(FileSystems.getDefault().getPathMatcher("glob:" + resource.get("glob").asText()));
      }
      return globs;
    }
  }

  /** Returns what our modules hold besides classes. */
  private static List<String> resources() throws IOException, URISyntaxException {
    List<String> names = new ArrayList<>();
    for (URL place : Collections.list(MetadataTest.class.getClassLoader().getResources(PACKAGES))) {
      URI uri = place.toURI();
      if (uri.getScheme().equals("jar")) {
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
          names.addAll(resources(jar.getPath("/")));
        }
      } else {
        names.addAll(resources(Path.of(uri).resolve("../..").normalize()));
      }
    }
    return names;
  }

  private static List<String> resources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(PACKAGES))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(name -> !name.endsWith(".class"))
          .toList();
    }
  }
}
