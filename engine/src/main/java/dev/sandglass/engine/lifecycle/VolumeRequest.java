package dev.sandglass.engine.lifecycle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A volume that a create request asks for.
 *
 * @param name name of the entry, for messages
 * @param hostPath directory of the host, if it is a bind
 * @param claim the named volume, if it is one
 * @param mountPath absolute path inside the sandbox, normalised
 * @param readOnly whether the sandbox may only read it
 * @param subPath directory below the host's path or the volume; empty for the whole
 */
record VolumeRequest(
    String name,
    Optional<String> hostPath,
    Optional<Claim> claim,
    String mountPath,
    boolean readOnly,
    String subPath) {

  /** A named volume, and what to do when it is missing and when the sandbox is deleted. */
  record Claim(String volume, boolean create, boolean deleteAfterwards) {}

  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final int MAX_VOLUMES = 32;

  static List<VolumeRequest> parse(List<Fields> entries) {
    if (entries.size() > MAX_VOLUMES) {
      throw Invalid.request("a sandbox has at most " + MAX_VOLUMES + " volumes");
    }
    List<VolumeRequest> volumes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> paths = new HashSet<>();
    for (Fields entry : entries) {
      VolumeRequest volume = parse(entry);
      if (!names.add(volume.name)) {
        throw Invalid.request("two volumes are named " + Invalid.quoted(volume.name));
      }
      if (!paths.add(volume.mountPath)) {
        throw Invalid.request("two volumes are mounted at " + Invalid.quoted(volume.mountPath));
      }
      volumes.add(volume);
    }
    return volumes;
  }

  /** Checks the name of a named volume. */
  static String volumeName(String name) {
    if (name.length() > 63 || !DNS_LABEL.matcher(name).matches()) {
      throw Invalid.request(
          "a volume's name is 1 to 63 lower-case letters, digits and '-', not "
              + Invalid.quoted(name));
    }
    return name;
  }

  private static VolumeRequest parse(Fields entry) {
    entry.only("name", "host", "pvc", "ossfs", "mountPath", "readOnly", "subPath");
    String name = volumeName(entry.requiredText("name"));
    if (entry.has("ossfs")) {
      throw Invalid.request(entry.path("ossfs") + ": object storage is not supported here");
    }
    if (entry.has("host") == entry.has("pvc")) {
      throw Invalid.request(
          "volume " + Invalid.quoted(name) + " must have exactly one of host and pvc");
    }
    return new VolumeRequest(
        name,
        entry.object("host").map(VolumeRequest::hostPath),
        entry.object("pvc").map(VolumeRequest::claim),
        mountPath(entry.path("mountPath"), entry.requiredText("mountPath")),
        entry.flag("readOnly", false),
        subPath(entry.path("subPath"), entry.text("subPath").orElse("")));
  }

  private static String hostPath(Fields host) {
    host.only("path");
    String path = host.requiredText("path");
    if (!path.startsWith("/")) {
      throw Invalid.request(
          host.path("path") + " must be an absolute path, not " + Invalid.quoted(path));
    }
    return plain(host.path("path"), path);
  }

  private static Claim claim(Fields pvc) {
    pvc.only(
        "claimName",
        "createIfNotExists",
        "deleteOnSandboxTermination",
        "storageClass",
        "storage",
        "accessModes");
    return new Claim(
        volumeName(pvc.requiredText("claimName")),
        pvc.flag("createIfNotExists", true),
        pvc.flag("deleteOnSandboxTermination", false));
  }

  private static String mountPath(String field, String path) {
    if (!path.startsWith("/")) {
      throw Invalid.request(field + " must be an absolute path, not " + Invalid.quoted(path));
    }
    String normal = plain(field, path).replaceAll("/+", "/").replaceAll("/$", "");
    boolean own = normal.isEmpty() || normal.matches("/(proc|sys|dev|usr|etc)(/.*)?");
    if (own || ("/" + normal + "/").contains("/./")) {
      throw Invalid.request(field + " cannot be " + Invalid.quoted(path));
    }
    return normal;
  }

  private static String subPath(String field, String path) {
    if (path.startsWith("/")) {
      throw Invalid.request(field + " must be a relative path, not " + Invalid.quoted(path));
    }
    return plain(field, path);
  }

  private static String plain(String field, String path) {
    boolean odd = path.chars().anyMatch(Character::isISOControl);
    if (odd || path.length() > 4000 || ("/" + path + "/").contains("/../")) {
      throw Invalid.request(
          field + " must not hold '..' or control characters: " + Invalid.quoted(path));
    }
    return path;
  }
}
