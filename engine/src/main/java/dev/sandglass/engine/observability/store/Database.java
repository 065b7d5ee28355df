package dev.sandglass.engine.observability.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.sqlite.SQLiteJDBCLoader;

/** The file, and connections to it. */
final class Database {
  /** Raised when the tables change: a file with another number is put aside and begun anew. */
  private static final int VERSION = 1;

  private static final int PAGE_BYTES = 4096;

  /** Indexes and free pages come on top of what is kept. */
  private static final long FILE_TO_CONTENT = 2;

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE sandbox (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
              + " bytes INTEGER NOT NULL DEFAULT 0)",
          "CREATE TABLE resource (key INTEGER PRIMARY KEY, data BLOB NOT NULL UNIQUE,"
              + " service TEXT NOT NULL, used INTEGER NOT NULL)",
          "CREATE TABLE log (id INTEGER PRIMARY KEY AUTOINCREMENT, sandbox INTEGER NOT NULL,"
              + " time INTEGER NOT NULL, stored INTEGER NOT NULL, severity INTEGER NOT NULL,"
              + " process TEXT, body TEXT NOT NULL, data BLOB NOT NULL, resource INTEGER NOT NULL,"
              + " size INTEGER NOT NULL)",
          "CREATE INDEX log_time ON log (sandbox, time)",
          "CREATE INDEX log_stored ON log (stored)",
          "CREATE TABLE span (id INTEGER PRIMARY KEY AUTOINCREMENT, sandbox INTEGER NOT NULL,"
              + " time INTEGER NOT NULL, stored INTEGER NOT NULL, trace BLOB NOT NULL,"
              + " parent BLOB NOT NULL, name TEXT NOT NULL, duration INTEGER NOT NULL,"
              + " status INTEGER NOT NULL, data BLOB NOT NULL, resource INTEGER NOT NULL,"
              + " size INTEGER NOT NULL)",
          "CREATE INDEX span_trace ON span (sandbox, trace)",
          "CREATE INDEX span_time ON span (sandbox, time)",
          "CREATE INDEX span_stored ON span (stored)",
          "CREATE TABLE series (key INTEGER PRIMARY KEY, sandbox INTEGER NOT NULL,"
              + " name TEXT NOT NULL, unit TEXT NOT NULL, kind TEXT NOT NULL,"
              + " service TEXT NOT NULL, attributes BLOB NOT NULL,"
              + " UNIQUE (sandbox, name, service, attributes))",
          "CREATE TABLE point (series INTEGER NOT NULL, time INTEGER NOT NULL,"
              + " value REAL NOT NULL, data BLOB, PRIMARY KEY (series, time)) WITHOUT ROWID",
          "CREATE TABLE tail (sandbox TEXT NOT NULL, file TEXT NOT NULL, start TEXT NOT NULL,"
              + " position INTEGER NOT NULL, PRIMARY KEY (sandbox, file)) WITHOUT ROWID");

  private final Path file;
  private final long maxBytes;

  Database(Path file, long maxBytes) {
    this.file = file;
    this.maxBytes = maxBytes;
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** Opens it for the one that writes; makes it, or makes it anew, if need be. */
  Connection openForWriting() throws SQLException {
    try {
      Path directory = file.getParent();
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new SQLException("cannot make the directory of the store: " + e.getMessage(), e);
    }
    try {
      return prepared();
    } catch (SQLException e) {
      if (!exists() || !unreadable(e)) {
        throw e;
      }
      System.getLogger(Database.class.getName())
          .log(System.Logger.Level.WARNING, "{0} is put aside: {1}", file, e.getMessage());
      putAside();
      return prepared();
    }
  }

  private static boolean unreadable(SQLException failure) {
    int code = failure.getErrorCode() & 0xff;
    return code == org.sqlite.SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == org.sqlite.SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  private void putAside() throws SQLException {
    try {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".broken"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      for (String suffix : List.of("-wal", "-shm")) {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
      }
    } catch (IOException e) {
      throw new SQLException("cannot put " + file + " aside: " + e.getMessage(), e);
    }
  }

  private Connection prepared() throws SQLException {
    Connection connection = connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size = " + PAGE_BYTES);
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = NORMAL");
      statement.execute("PRAGMA journal_size_limit = 4194304");
      statement.execute("PRAGMA max_page_count = " + FILE_TO_CONTENT * maxBytes / PAGE_BYTES);
      int version = number(connection, "PRAGMA user_version");
      if (version != VERSION) {
        if (version != 0) {
          throw new SQLException(
              "made by another version", "", org.sqlite.SQLiteErrorCode.SQLITE_NOTADB.code);
        }
        connection.setAutoCommit(false);
        for (String table : TABLES) {
          statement.execute(table);
        }
        statement.execute("PRAGMA user_version = " + VERSION);
        connection.commit();
      }
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Opens it for queries, while another connection writes. */
  Connection openForReading() throws SQLException {
    Connection connection = connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Whether its tables are there. */
  static boolean isReady(Connection connection) throws SQLException {
    return number(connection, "PRAGMA user_version") == VERSION;
  }

  /**
   * Unpacks and loads the library, if that was not done yet: left to itself it would not be tried
   * again once it has failed.
   */
  private void load() throws SQLException {
    Path directory = file.getParent();
    try {
      // A directory that others can write would not do.
      System.setProperty("org.sqlite.tmpdir", directory.toString());
      if (SQLiteJDBCLoader.initialize()) {
        return;
      }
    } catch (Exception e) {
      // It may declare any; what is left of the library would only take more of a full disk.
      deleteLibraries(directory);
      throw new SQLException("the library of the store cannot be loaded: " + e.getMessage(), e);
    }
    throw new SQLException("there is no library of the store for this machine");
  }

  private static void deleteLibraries(Path directory) {
    try (var libraries = Files.newDirectoryStream(directory, "sqlite-*")) {
      for (Path library : libraries) {
        Files.deleteIfExists(library);
      }
    } catch (IOException e) {
      System.getLogger(Database.class.getName())
          .log(System.Logger.Level.DEBUG, "left behind in {0}", directory, e);
    }
  }

  private Connection connect() throws SQLException {
    load();
    Connection connection =
        org.sqlite.JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 2000");
      statement.execute("PRAGMA cache_size = -1024");
    }
    return connection;
  }

  /** The number that a statement answers with. */
  static int number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }
}
