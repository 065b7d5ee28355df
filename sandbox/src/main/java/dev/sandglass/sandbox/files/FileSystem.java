package dev.sandglass.sandbox.files;

import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.SandboxException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalInt;

/**
 * The files of a sandbox; needs {@link Capability#FILES}. Paths are absolute paths inside.
 *
 * <p>Streams returned are to be closed; reading them throws {@link java.io.IOException} whose cause
 * is a {@link SandboxException} when the transfer breaks. Closing one early ends the transfer.
 */
public interface FileSystem {
  /**
   * Tells about a file, directory or link.
   *
   * @throws SandboxException.NotFound if it does not exist
   */
  FileInfo info(String path);

  /**
   * Lists what is in a directory, in lexical order, children after their parent.
   *
   * @param depth how many levels; 1 means only its own entries
   */
  List<FileInfo> list(String path, int depth);

  /**
   * Finds files below a directory.
   *
   * @param glob such as {@code *.txt} or {@code **}
   */
  List<FileInfo> search(String path, String glob);

  /** Reads a whole file. */
  InputStream read(String path);

  /** Reads part of a file. */
  InputStream read(String path, ByteRange range);

  /**
   * Reads lines as text.
   *
   * @param firstLine counted from 1
   * @param count how many; empty means to the end
   */
  InputStream readLines(String path, long firstLine, OptionalInt count);

  /**
   * Writes a file: afterwards it has all of the content or, if anything fails, what it had before.
   * Directories that are missing are made.
   *
   * @param content read to its end, not closed; a failure of it is a {@link
   *     SandboxException.LocalFault}
   */
  void write(String path, InputStream content, Permissions permissions);

  /** Makes a directory and those above it. It is no error if it exists. */
  void mkdirs(String path, Permissions permissions);

  /**
   * Deletes a file or a link.
   *
   * @throws SandboxException.NotFound if it does not exist
   * @throws SandboxException.InvalidRequest if it is a directory
   */
  void deleteFile(String path);

  /**
   * Deletes a directory with everything in it.
   *
   * @throws SandboxException.NotFound if it does not exist
   */
  void deleteDirectory(String path);

  /** Moves or renames a file or directory; the target's directory must exist. */
  void move(String from, String to);

  /** Changes permission bits and ownership. */
  void chmod(String path, Permissions permissions);

  /** Replaces every occurrence of a text in a file and returns how many there were. */
  int replace(String path, String old, String replacement);

  /**
   * Extracts a tar stream into a directory, which is made if it is missing. Modes, times and links
   * are kept.
   *
   * <p>Without {@link Capability#ARCHIVES} it is done file by file.
   *
   * @param tar a tar stream (ustar, pax or GNU), not compressed; read to its end, not closed
   */
  void uploadArchive(String directory, InputStream tar);

  /**
   * Returns a file or directory tree as a tar stream, with names relative to its parent.
   *
   * <p>Without {@link Capability#ARCHIVES} it is done file by file.
   */
  InputStream downloadArchive(String path);
}
