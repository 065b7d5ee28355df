package dev.sandglass.engine.files;

import static dev.sandglass.engine.files.FilesServer.pair;
import static dev.sandglass.engine.files.FilesServer.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.engine.isolation.Execution;
import dev.sandglass.engine.isolation.HostTool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The files API against code in the sandbox that means harm, and against clients that go away. */
@Timeout(240)
class FileSafetyIT {
  private static final String SECRET = "the host's secret";
  private static FilesServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new FilesServer();
  }

  @AfterAll
  static void end() throws Exception {
    server.close();
  }

  @BeforeEach
  void empty() throws Exception {
    server.shell("find /workspace -mindepth 1 -delete");
  }

  @Test
  void linksThatChangeNeverLeadToTheHost() throws Exception {
    Path outside = Files.createTempDirectory("sandglass-canary");
    Path canary = outside.resolve("canary");
    Files.writeString(canary, SECRET);
    server.shell("mkdir real; echo inside >real/canary");
    Execution flipper =
        server.start(
            "while :; do ln -sfn "
                + outside
                + " flip; ln -sfn /proc/1/root"
                + outside
                + " flip; ln -sfn ../../../../../.."
                + outside
                + " flip; rm -f flip; mv real flip; mv flip real; done");
    try {
      for (int i = 0; i < 60; i++) {
        assertThat(text(server.get("/files/download?path=flip/canary"))).doesNotContain(SECRET);
        server.upload(pair("{\"path\":\"flip/canary\"}", "written") + "--XX--");
        server.upload(pair("{\"path\":\"flip/new\"}", "x".repeat(300_000)) + "--XX--");
        server.post("/files/permissions", "{\"flip/canary\":{\"mode\":777}}");
        server.post("/files/replace", "{\"flip/canary\":{\"old\":\"secret\",\"new\":\"prey\"}}");
        server.post("/files/mv", "[{\"src\":\"flip/canary\",\"dest\":\"stolen\"}]");
        server.delete("/files?path=flip/canary");
        server.delete("/directories?path=flip/");
        assertThat(text(server.get("/x/archive?path=flip/canary"))).doesNotContain(SECRET);
        server.shell("mkdir -p real; [ -e stolen ] && mv stolen real/canary || :");
      }
      assertThat(Files.readString(canary)).isEqualTo(SECRET);
      try (var files = Files.list(outside)) {
        assertThat(files).containsExactly(canary);
      }
      assertThat(Files.getPosixFilePermissions(canary).toString()).doesNotContain("EXECUTE");
      assertThat(server.shell("cat stolen real/* 2>/dev/null || :")).doesNotContain(SECRET);
    } finally {
      flipper.terminate(0);
      flipper.exit().get(10, TimeUnit.SECONDS);
      Files.deleteIfExists(canary);
      Files.delete(outside);
    }
  }

  @Test
  void otherWaysOutLeadNowhere() throws Exception {
    Path canary = Files.createTempFile("sandglass", "canary");
    Files.writeString(canary, SECRET);
    try {
      for (String path :
          List.of(
              "../../../.." + canary,
              "/proc/self/root" + canary,
              "/proc/1/root" + canary,
              "/dev/.sandglass/host" + canary,
              "/proc/self/cwd/../../.." + canary)) {
        HttpResponse<byte[]> response =
            server.get("/files/download?path=" + FilesServer.encode(path));
        assertThat(response.statusCode()).as(path).isEqualTo(404);
        server.upload(pair("{\"path\":\"" + path + "\"}", "prey") + "--XX--");
        assertThat(Files.readString(canary)).isEqualTo(SECRET);
        server.shell("rm -rf " + canary);
      }
      server.shell("ln -s /proc/self/root r; ln -s " + canary + " c");
      assertThat(server.get("/files/download?path=c").statusCode()).isEqualTo(404);
      assertThat(server.get("/files/download?path=r" + canary).statusCode()).isEqualTo(404);
    } finally {
      Files.delete(canary);
    }
  }

  @Test
  void librariesOfTheSandboxAreNeverLoaded() throws Exception {
    server.shell(
        "cp -P /etc/nsswitch.conf n 2>/dev/null || :; rm -f /etc/nsswitch.conf; touch f;"
            + " printf 'passwd: evil\\ngroup: evil\\n' >/etc/nsswitch.conf;"
            + " echo /evil.so >/etc/ld.so.preload");
    try {
      // The loader complains about a library that it would load if only it were there.
      Process tool = server.holder().tool(HostTool.SH, List.of("-c", "stat / && find /workspace"));
      assertThat(new String(tool.getErrorStream().readAllBytes(), UTF_8)).isEmpty();
      tool.destroy();
      assertThat(server.get("/files/info?path=f").statusCode()).isEqualTo(200);
      assertThat(
              server
                  .post("/files/permissions", "{\"f\":{\"owner\":\"root\",\"mode\":600}}")
                  .statusCode())
          .isEqualTo(200);
      assertThat(server.get("/x/archive?path=f").statusCode()).isEqualTo(200);
    } finally {
      server.shell("rm -f /etc/nsswitch.conf /etc/ld.so.preload; cp -P n /etc/nsswitch.conf || :");
    }
  }

  @Test
  void aFifoInTheWayOnlyTakesTime() throws Exception {
    server.shell("echo x >real; mkfifo fifo; : >taken");
    Execution flipper = server.start("while :; do ln -f real f 2>/dev/null; ln -f fifo f; done");
    try {
      for (int i = 0; i < 20; i++) {
        int status = server.get("/files/download?path=f").statusCode();
        assertThat(status).isIn(200, 400, 404, 500);
      }
    } finally {
      flipper.terminate(0);
      flipper.exit().get(10, TimeUnit.SECONDS);
    }
    assertThat(server.get("/files/info?path=taken").statusCode()).isEqualTo(200);
  }

  /** Bytes that can be told apart, without end in memory. */
  private static final class Pattern extends InputStream {
    private long left;

    Pattern(long size) {
      left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? 'p' : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(length, left);
      Arrays.fill(bytes, offset, offset + count, (byte) ('a' + left % 26));
      left -= count;
      return count;
    }
  }

  private static InputStream uploadOf(String path, long size) {
    String begin = pair("{\"path\":\"" + path + "\"}", "");
    return new java.io.SequenceInputStream(
        java.util.Collections.enumeration(
            List.of(
                new java.io.ByteArrayInputStream(
                    begin.substring(0, begin.length() - 2).getBytes(UTF_8)),
                new Pattern(size),
                new java.io.ByteArrayInputStream("\r\n--XX--".getBytes(UTF_8)))));
  }

  @Test
  void aGigabyteGoesThroughBothWays() throws Exception {
    long size = 1L << 30;
    Runtime.getRuntime().gc();
    HttpResponse<byte[]> up =
        server.send(
            server
                .request("/files/upload")
                .header("Content-Type", "multipart/form-data; boundary=XX")
                .POST(BodyPublishers.ofInputStream(() -> uploadOf("big", size)))
                .build());
    assertThat(up.statusCode()).as(text(up)).isEqualTo(200);
    assertThat(server.shell("stat -c %s big")).isEqualTo(size + "\n");
    AtomicLong count = new AtomicLong();
    HttpResponse<InputStream> down =
        server
            .client()
            .send(server.request("/files/download?path=big").build(), BodyHandlers.ofInputStream());
    try (InputStream body = down.body()) {
      byte[] chunk = new byte[1 << 16];
      for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
        count.addAndGet(read);
      }
    }
    assertThat(count).hasValue(size);
    Runtime.getRuntime().gc();
    long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    assertThat(used).isLessThan(100L << 20);
  }

  @Test
  void anInterruptedUploadLeavesNothingBehind() throws Exception {
    server.shell("mkdir d; printf old >d/f");
    for (int size : new int[] {100, 2_000_000}) {
      try (Socket socket = new Socket("127.0.0.1", server.port())) {
        OutputStream out = socket.getOutputStream();
        out.write(
            ("POST /files/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n"
                    + "Content-Type: multipart/form-data; boundary=XX\r\n\r\n"
                    + pair("{\"path\":\"d/f\"}", "x".repeat(size)))
                .getBytes(UTF_8));
        out.flush();
        if (size > 1_000_000) {
          await(() -> server.shell("ls -A d").contains(".sandglass-"));
        }
      }
      await(() -> server.shell("ls -A d").equals("f\n"));
      assertThat(server.shell("cat d/f")).isEqualTo("old");
    }
    try (var left = Files.list(server.state().resolve("sandboxes/one/uploads"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void theNextEngineClearsAwayWhatThisOneLeft() throws Exception {
    server.shell("mkdir d; printf half >d/.sandglass-000; printf other >d/mine");
    Path uploads = server.state().resolve("sandboxes/one/uploads");
    Files.createDirectories(uploads);
    Files.writeString(uploads.resolve(".sandglass-000"), "/workspace/d/.sandglass-000");
    server.forget();
    assertThat(server.get("/files/info?path=d").statusCode()).isEqualTo(200);
    assertThat(server.shell("ls -A d")).isEqualTo("mine\n");
    assertThat(uploads.resolve(".sandglass-000")).doesNotExist();
  }

  @Test
  void aFullDiskIsSaidAndLeavesTheOldFile() throws Exception {
    server.shell("ln -s /dev/full full");
    HttpResponse<byte[]> device = server.upload(pair("{\"path\":\"full\"}", "x") + "--XX--");
    assertThat(device.statusCode()).isEqualTo(400);
    String usr = "{\"path\":\"/usr/bin/new\"}";
    HttpResponse<byte[]> readOnly = server.upload(pair(usr, "x".repeat(400_000)) + "--XX--");
    assertThat(readOnly.statusCode()).isEqualTo(500);
    assertThat(text(readOnly)).contains("RUNTIME_ERROR").contains("/usr/bin");
    HttpResponse<byte[]> small = server.upload(pair(usr, "x") + "--XX--");
    assertThat(small.statusCode()).isEqualTo(500);
    assertThat(server.get("/files/info?path=full").statusCode()).isEqualTo(200);
  }

  @Test
  void archivesKeepModesLinksAndTimes() throws Exception {
    server.shell(
        "mkdir -p d/sub; echo hi >d/f; chmod 4751 d/f; ln -s f d/link; ln d/f d/hard;"
            + " chmod 700 d/sub; touch -d 2020-02-03T04:05:06.5Z d/f; echo n >\"d/-n *\"");
    byte[] tar = server.get("/x/archive?path=/workspace/d").body();
    HttpResponse<byte[]> put =
        server.put("/x/archive?path=/workspace/new/place", BodyPublishers.ofByteArray(tar));
    assertThat(put.statusCode()).as(text(put)).isEqualTo(204);
    assertThat(
            server.shell(
                "cd new/place/d; stat -c '%n %a %F %h %y' f sub link; readlink link; ls -A;"
                    + " ls -A /workspace/new"))
        .contains("f 4751 regular file 2 2020-02-03 04:05:06.500000000")
        .contains("sub 700 directory")
        .contains("link 777 symbolic link")
        .endsWith("f\n-n *\nf\nhard\nlink\nsub\nplace\n");
    assertThat(server.put("/x/archive?path=d", BodyPublishers.ofByteArray(tar)).statusCode())
        .isEqualTo(204);
    assertThat(server.shell("ls d/d")).contains("sub");
    assertThat(server.get("/x/archive?path=nope").statusCode()).isEqualTo(404);
    assertThat(server.get("/x/archive").statusCode()).isEqualTo(400);
    assertThat(server.get("/x/archive?path=d/f").body()).hasSizeGreaterThan(512);
  }

  @Test
  void aBrokenArchiveLeavesNoNewDirectory() throws Exception {
    server.shell("mkdir d; head -c 300000 /dev/zero >d/f; touch plain");
    byte[] tar = server.get("/x/archive?path=d").body();
    byte[] half = Arrays.copyOf(tar, 100_000);
    HttpResponse<byte[]> broken =
        server.put("/x/archive?path=new", BodyPublishers.ofByteArray(half));
    assertThat(broken.statusCode()).as(text(broken)).isEqualTo(400);
    HttpResponse<byte[]> junk =
        server.put("/x/archive?path=new", BodyPublishers.ofString("x".repeat(5000)));
    assertThat(junk.statusCode()).isEqualTo(400);
    HttpResponse<byte[]> onto =
        server.put("/x/archive?path=plain", BodyPublishers.ofByteArray(tar));
    assertThat(onto.statusCode()).isEqualTo(400);
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket
          .getOutputStream()
          .write(
              ("PUT /x/archive?path=/workspace/new HTTP/1.1\r\nHost: x\r\n"
                      + "Content-Length: 300000\r\n\r\n")
                  .getBytes(UTF_8));
      socket.getOutputStream().write(half, 0, 1024);
      socket.getOutputStream().flush();
      await(() -> server.shell("ls -A").contains(".sandglass-"));
    }
    await(() -> server.shell("ls -A").equals("d\nplain\n"));
  }

  @Test
  void aSlowReaderStopsNobodyElse() throws Exception {
    server.shell("head -c 200000000 /dev/zero >big; echo x >small");
    try (Socket slow = new Socket("127.0.0.1", server.port())) {
      slow.getOutputStream()
          .write("GET /files/download?path=big HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      assertThat(slow.getInputStream().read()).isEqualTo('H');
      for (int i = 0; i < 20; i++) {
        assertThat(text(server.get("/files/download?path=small"))).isEqualTo("x\n");
      }
    }
  }

  @Test
  void aFileThatShrinksCutsTheConnection() throws Exception {
    server.shell("head -c 300000000 /dev/zero >big");
    HttpResponse<InputStream> response =
        server
            .client()
            .send(server.request("/files/download?path=big").build(), BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      assertThat(body.read()).isZero();
      server.shell("truncate -s 1000 big");
      assertThatThrownBy(() -> body.transferTo(OutputStream.nullOutputStream()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void worksAgainAfterARestartOfTheSandbox() throws Exception {
    assertThat(server.get("/files/info?path=/").statusCode()).isEqualTo(200);
    server.restart();
    assertThat(server.get("/files/info?path=/").statusCode()).isEqualTo(200);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
    }
  }
}
