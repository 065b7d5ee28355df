package dev.sandglass.cli.command.fs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.console.View;
import dev.sandglass.cli.value.FileMode;
import dev.sandglass.sandbox.files.FileInfo;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How files are shown. */
final class FileView {
  static final View<FileInfo> VIEW =
      View.<FileInfo>of(FileInfo::path, FileView::json)
          .column("MODE", FileView::mode)
          .column("OWNER", file -> file.owner() + ":" + file.group())
          .column("SIZE", file -> Long.toString(file.sizeBytes()))
          .column("MODIFIED", file -> file.modifiedAt().truncatedTo(ChronoUnit.SECONDS).toString())
          .column("PATH", FileInfo::path);

  private FileView() {}

  private static String mode(FileInfo file) {
    String letter =
        switch (file.type()) {
          case FILE -> "-";
          case DIRECTORY -> "d";
          case SYMLINK -> "l";
          case OTHER -> "?";
        };
    StringBuilder text = new StringBuilder(letter);
    for (int bit = 8; bit >= 0; bit--) {
      text.append((file.mode() >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
    }
    return text.toString();
  }

  static ObjectNode json(FileInfo file) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("path", file.path());
    document.put("type", file.type().name().toLowerCase(Locale.ROOT));
    document.put("sizeBytes", file.sizeBytes());
    document.put("modifiedAt", file.modifiedAt().toString());
    document.put("createdAt", file.createdAt().toString());
    document.put("owner", file.owner());
    document.put("group", file.group());
    document.put("mode", FileMode.octal(file.mode()));
    return document;
  }
}
