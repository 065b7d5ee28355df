package dev.sandglass.engine.files;

import static dev.sandglass.engine.files.FilesServer.encode;
import static dev.sandglass.engine.files.FilesServer.json;
import static dev.sandglass.engine.files.FilesServer.pair;
import static dev.sandglass.engine.files.FilesServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.isolation.HostCapabilities.IdMapping;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The files and directories of the execd specification, on a real sandbox. */
@Timeout(60)
class FileRoutesIT {
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

  private static void expect(HttpResponse<byte[]> response, int status, String code)
      throws Exception {
    assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
    assertThat(json(response).path("code").asText()).isEqualTo(code);
    assertThat(json(response).path("message").asText()).isNotEmpty();
  }

  private static void expectDone(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  private static List<String> paths(JsonNode files) {
    List<String> paths = new ArrayList<>();
    files.forEach(file -> paths.add(file.path("path").asText()));
    return paths;
  }

  @Test
  void describesFilesOfEveryType() throws Exception {
    server.shell(
        "printf hello >f; chmod 640 f; touch -d 2024-05-06T07:08:09Z f; mkdir d; chmod 1777 d;"
            + " ln -s /nowhere l; mkfifo p");
    HttpResponse<byte[]> response =
        server.get("/files/info?path=/workspace/f&path=d&path=/workspace/./l&path=p");
    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode all = json(response);
    assertThat(all.properties()).hasSize(4);
    JsonNode file = all.path("/workspace/f");
    assertThat(file.path("path").asText()).isEqualTo("/workspace/f");
    assertThat(file.path("type").asText()).isEqualTo("file");
    assertThat(file.path("size").asLong()).isEqualTo(5);
    assertThat(file.path("mode").asInt()).isEqualTo(640);
    assertThat(file.path("owner").asText()).isEqualTo("root");
    assertThat(file.path("group").asText()).isEqualTo("root");
    assertThat(file.path("modified_at").asText()).isEqualTo("2024-05-06T07:08:09Z");
    assertThat(Instant.parse(file.path("created_at").asText())).isAfter("2025-01-01T00:00:00Z");
    assertThat(all.path("d").path("type").asText()).isEqualTo("directory");
    assertThat(all.path("d").path("path").asText()).isEqualTo("/workspace/d");
    assertThat(all.path("d").path("mode").asInt()).isEqualTo(1777);
    assertThat(all.path("/workspace/./l").path("type").asText()).isEqualTo("symlink");
    assertThat(all.path("/workspace/./l").path("path").asText()).isEqualTo("/workspace/l");
    assertThat(all.path("p").path("type").asText()).isEqualTo("other");
    expect(server.get("/files/info?path=/workspace/f&path=/nope"), 404, "FILE_NOT_FOUND");
    expect(server.get("/files/info"), 400, "MISSING_QUERY");
    expect(server.get("/files/info?path=a%00b"), 400, "INVALID_REQUEST_BODY");
  }

  @Test
  void namesOwnersAsTheSandboxDoes() throws Exception {
    Assumptions.assumeFalse(server.isolation().capabilities().idMapping() == IdMapping.SINGLE);
    server.shell("cp /etc/passwd passwd; cp /etc/group group; touch f");
    try {
      server.shell("echo fenna:x:1234:1::/:/ >>/etc/passwd; echo crew:x:4321: >>/etc/group");
      expectDone(
          server.post(
              "/files/permissions",
              "{\"/workspace/f\":{\"owner\":\"fenna\",\"group\":\"crew\",\"mode\":600}}"));
      JsonNode file = json(server.get("/files/info?path=f")).path("f");
      assertThat(file.path("owner").asText()).isEqualTo("fenna");
      assertThat(file.path("group").asText()).isEqualTo("crew");
      assertThat(file.path("mode").asInt()).isEqualTo(600);
      assertThat(server.shell("stat -c %u:%g f")).isEqualTo("1234:4321\n");
      expectDone(server.post("/files/permissions", "{\"f\":{\"owner\":\"77\",\"mode\":644}}"));
      assertThat(server.shell("stat -c %u:%g f")).isEqualTo("77:4321\n");
      String info = text(server.get("/files/info?path=f"));
      assertThat(info).contains("\"owner\":\"77\"");
      expect(
          server.post("/files/permissions", "{\"f\":{\"owner\":\"nobody-here\",\"mode\":644}}"),
          400,
          "INVALID_REQUEST_BODY");
    } finally {
      server.shell("cat passwd >/etc/passwd; cat group >/etc/group");
    }
  }

  @Test
  void refusesWrongPermissions() throws Exception {
    server.shell("touch f");
    for (String mode : List.of("888", "-1", "\"755\"", "7.5", "77777")) {
      expect(
          server.post("/files/permissions", "{\"f\":{\"mode\":" + mode + "}}"),
          400,
          "INVALID_REQUEST_BODY");
    }
    expect(server.post("/files/permissions", "[]"), 400, "INVALID_REQUEST_BODY");
    expect(server.post("/files/permissions", "{\"/nope\":{\"mode\":644}}"), 404, "FILE_NOT_FOUND");
    assertThat(server.post("/files/permissions", "{").statusCode()).isEqualTo(400);
  }

  @Test
  void deletesFilesOnly() throws Exception {
    server.shell("touch a b; mkdir d; ln -s d link");
    expectDone(server.delete("/files?path=a&path=/workspace/b&path=/workspace/gone&path=link"));
    assertThat(server.shell("ls")).isEqualTo("d\n");
    expect(server.delete("/files?path=d"), 400, "INVALID_REQUEST_BODY");
  }

  @Test
  void movesSeveralFiles() throws Exception {
    server.shell("echo 1 >a; mkdir d e; echo 2 >d/x; touch taken");
    expectDone(
        server.post(
            "/files/mv",
            "[{\"src\":\"/workspace/a\",\"dest\":\"e/a2\"},{\"src\":\"d\",\"dest\":\"e/d2\"}]"));
    assertThat(server.shell("cat e/a2 e/d2/x")).isEqualTo("1\n2\n");
    String missing = "[{\"src\":\"nope\",\"dest\":\"x\"}]";
    expect(server.post("/files/mv", missing), 404, "FILE_NOT_FOUND");
    String nowhere = "[{\"src\":\"taken\",\"dest\":\"no/x\"}]";
    expect(server.post("/files/mv", nowhere), 404, "FILE_NOT_FOUND");
    String onto = "[{\"src\":\"e/a2\",\"dest\":\"taken\"}]";
    expect(server.post("/files/mv", onto), 400, "INVALID_REQUEST_BODY");
    String into = "[{\"src\":\"e\",\"dest\":\"e/f\"}]";
    assertThat(server.post("/files/mv", into).statusCode()).isGreaterThanOrEqualTo(400);
    expect(server.post("/files/mv", "[{\"src\":\"taken\"}]"), 400, "INVALID_REQUEST_BODY");
    assertThat(server.shell("cat e/a2; ls")).isEqualTo("1\ne\ntaken\n");
  }

  @Test
  void searches() throws Exception {
    server.shell(
        "mkdir -p src/main/java src/test .hidden; touch src/main/java/A.java src/main/a.txt"
            + " src/test/ATest.java .hidden/b.txt c.txt; ln -s src link");
    String search = "/files/search?path=/workspace&pattern=";
    assertThat(paths(json(server.get(search + "*.txt"))))
        .containsExactly(
            "/workspace/.hidden/b.txt", "/workspace/c.txt", "/workspace/src/main/a.txt");
    assertThat(paths(json(server.get(search + encode("src/**/*.java")))))
        .containsExactly("/workspace/src/main/java/A.java", "/workspace/src/test/ATest.java");
    assertThat(paths(json(server.get("/files/search?path=.")))).hasSize(6);
    assertThat(paths(json(server.get(search + encode("{A,c}.*"))))).hasSize(2);
    assertThat(json(server.get(search + "none"))).isEmpty();
    expect(server.get("/files/search?path=/nope"), 404, "FILE_NOT_FOUND");
    expect(server.get(search + encode("[a")), 400, "INVALID_REQUEST_BODY");
    expect(server.get("/files/search"), 400, "MISSING_QUERY");
  }

  @Test
  void listsDirectories() throws Exception {
    server.shell("mkdir -p b/c/d a-dir; touch b/c/f b/z a-dir/x B; ln -s b link; mkdir a");
    String list = "/directories/list?path=/workspace";
    assertThat(paths(json(server.get(list))))
        .containsExactly(
            "/workspace/B", "/workspace/a", "/workspace/a-dir", "/workspace/b", "/workspace/link");
    assertThat(paths(json(server.get(list + "&depth=2"))))
        .containsExactly(
            "/workspace/B",
            "/workspace/a",
            "/workspace/a-dir",
            "/workspace/a-dir/x",
            "/workspace/b",
            "/workspace/b/c",
            "/workspace/b/z",
            "/workspace/link");
    assertThat(json(server.get(list + "&depth=0"))).isEmpty();
    assertThat(json(server.get(list + "&depth=99"))).hasSize(10);
    expect(server.get(list + "&depth=-1"), 400, "INVALID_REQUEST_BODY");
    expect(server.get("/directories/list?path=link"), 400, "INVALID_REQUEST_BODY");
    expect(server.get("/directories/list?path=B"), 400, "INVALID_REQUEST_BODY");
    expect(server.get("/directories/list?path=nope"), 404, "FILE_NOT_FOUND");
    expect(server.get("/directories/list"), 400, "MISSING_QUERY");
    assertThat(paths(json(server.get("/directories/list?path=/")))).contains("/etc", "/usr");
  }

  @Test
  void boundsLists() throws Exception {
    server.shell("mkdir many; cd many; seq 1 100001 | xargs touch");
    expect(server.get("/directories/list?path=many"), 400, "INVALID_REQUEST_BODY");
    expect(server.get("/directories/list?path=.&depth=2"), 400, "INVALID_REQUEST_BODY");
    expect(server.get("/files/search?path=."), 400, "INVALID_REQUEST_BODY");
    assertThat(json(server.get("/files/search?path=.&pattern=9999?"))).hasSize(10);
  }

  @Test
  void makesAndDeletesDirectories() throws Exception {
    expectDone(
        server.post(
            "/directories", "{\"/workspace/a/b\":{\"mode\":700},\"c\":{\"mode\":0},\"d\":{}}"));
    assertThat(server.shell("stat -c '%n %a' a a/b c d"))
        .isEqualTo("a 755\na/b 700\nc 755\nd 755\n");
    expectDone(server.post("/directories", "{\"a/b\":{\"mode\":755}}"));
    assertThat(server.shell("stat -c %a a/b; touch a/f")).isEqualTo("700\n");
    expect(server.post("/directories", "{\"a/f/x\":{\"mode\":755}}"), 400, "INVALID_REQUEST_BODY");
    expect(server.post("/directories", "{\"x\":{\"mode\":999}}"), 400, "INVALID_REQUEST_BODY");
    expectDone(server.delete("/directories?path=a&path=c&path=nope"));
    assertThat(server.shell("ls")).isEqualTo("d\n");
    expect(server.delete("/directories?path=/"), 400, "INVALID_REQUEST_BODY");
  }

  @Test
  void replacesText() throws Exception {
    server.shell("printf 'a.b a.b aXb' >f; chmod 751 f; printf none >g; ln -s f link");
    String body =
        "{\"link\":{\"old\":\"a.b\",\"new\":\"$1\\n\"},\"g\":{\"old\":\"x\",\"new\":\"y\"}}";
    HttpResponse<byte[]> response = server.post("/files/replace?verbose=true", body);
    assertThat(text(response))
        .isEqualTo("{\"link\":{\"replacedCount\":2},\"g\":{\"replacedCount\":0}}");
    assertThat(server.shell("cat f; stat -c %a f; readlink link"))
        .isEqualTo("$1\n $1\n aXb751\nf\n");
    expectDone(server.post("/files/replace", "{\"g\":{\"old\":\"n\",\"new\":\"\"}}"));
    assertThat(server.shell("cat g")).isEqualTo("oe");
    expect(
        server.post("/files/replace", "{\"g\":{\"old\":\"\",\"new\":\"\"}}"),
        400,
        "INVALID_REQUEST_BODY");
    expect(server.post("/files/replace", "{\"g\":{\"old\":\"a\"}}"), 400, "INVALID_REQUEST_BODY");
    expect(
        server.post("/files/replace", "{\"no\":{\"old\":\"a\",\"new\":\"b\"}}"),
        404,
        "FILE_NOT_FOUND");
    server.shell("truncate -s 65M big; printf ab | dd of=mid bs=1M seek=8 2>/dev/null");
    expect(
        server.post("/files/replace", "{\"big\":{\"old\":\"a\",\"new\":\"b\"}}"),
        400,
        "INVALID_REQUEST_BODY");
    expectDone(server.post("/files/replace", "{\"mid\":{\"old\":\"ab\",\"new\":\"cde\"}}"));
    assertThat(server.shell("stat -c %s mid; tail -c 3 mid; ls -A | wc -l"))
        .isEqualTo((8 * 1024 * 1024 + 3) + "\ncde5\n");
  }

  @Test
  void downloadsRanges() throws Exception {
    server.shell("printf 0123456789 >'f \"1.txt'; : >empty; mkdir d; mkfifo p");
    String target = "/files/download?path=" + encode("f \"1.txt");
    HttpResponse<byte[]> whole = server.get(target);
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(text(whole)).isEqualTo("0123456789");
    assertThat(whole.headers().firstValue("Content-Type")).contains("application/octet-stream");
    assertThat(whole.headers().firstValue("Content-Length")).contains("10");
    assertThat(whole.headers().firstValue("Accept-Ranges")).contains("bytes");
    assertThat(whole.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"f _1.txt\"; filename*=UTF-8''f%20%221.txt");
    record Expected(String range, String content, String header) {}
    for (Expected expected :
        List.of(
            new Expected("bytes=0-3", "0123", "bytes 0-3/10"),
            new Expected("bytes=4-", "456789", "bytes 4-9/10"),
            new Expected("bytes=-3", "789", "bytes 7-9/10"),
            new Expected("bytes=-30", "0123456789", "bytes 0-9/10"),
            new Expected("bytes=8-100", "89", "bytes 8-9/10"))) {
      HttpResponse<byte[]> part = server.get(target, "Range", expected.range());
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(text(part)).isEqualTo(expected.content());
      assertThat(part.headers().firstValue("Content-Range")).contains(expected.header());
    }
    for (String range : List.of("bytes=10-", "bytes=5-4", "bytes=-0", "lines=1-2", "bytes=")) {
      expect(server.get(target, "Range", range), 416, "RANGE_NOT_SATISFIABLE");
    }
    String tag = whole.headers().firstValue("ETag").orElseThrow();
    assertThat(server.get(target, "Range", "bytes=0-0", "If-Range", tag).statusCode())
        .isEqualTo(206);
    assertThat(server.get(target, "Range", "bytes=0-0", "If-Range", "\"x\"").statusCode())
        .isEqualTo(200);
    assertThat(server.get("/files/download?path=empty").body()).isEmpty();
    expect(server.get("/files/download?path=d"), 400, "INVALID_REQUEST_BODY");
    expect(server.get("/files/download?path=p"), 400, "INVALID_REQUEST_BODY");
    expect(server.get("/files/download?path=/dev/zero"), 400, "INVALID_REQUEST_BODY");
    expect(server.get("/files/download?path=nope"), 404, "FILE_NOT_FOUND");
    expect(server.get("/files/download"), 400, "MISSING_QUERY");
  }

  @Test
  void downloadsLines() throws Exception {
    server.shell("printf 'one\\ntwo\\nthree\\nfour' >f");
    HttpResponse<byte[]> lines = server.get("/files/download?path=f&offset=2&limit=2");
    assertThat(lines.headers().firstValue("Content-Type")).contains("text/plain");
    assertThat(text(lines)).isEqualTo("two\nthree\n");
    assertThat(text(server.get("/files/download?path=f&offset=4&limit=9"))).isEqualTo("four");
    assertThat(text(server.get("/files/download?path=f&offset=3"))).isEqualTo("three\nfour");
    assertThat(text(server.get("/files/download?path=f&limit=1"))).isEqualTo("one\n");
    assertThat(text(server.get("/files/download?path=f&offset=50&limit=1"))).isEmpty();
    expect(server.get("/files/download?path=f&offset=0"), 400, "INVALID_REQUEST_BODY");
    expect(server.get("/files/download?path=f&limit=x"), 400, "INVALID_REQUEST_BODY");
    expect(
        server.get("/files/download?path=f&limit=1", "Range", "bytes=0-1"),
        400,
        "INVALID_REQUEST_BODY");
  }

  @Test
  void uploadsSeveralFiles() throws Exception {
    String big = "x".repeat(3_000_000) + "\r\n--X\r\n--XY";
    expectDone(
        server.upload(
            pair("{\"path\":\"/workspace/n/e/w\",\"mode\":640}", "small\r\n")
                + pair("{\"path\":\"big\"}", big)
                + pair("{\"path\":\"none\",\"mode\":755}", "")
                + "--XX--\r\n"));
    assertThat(server.shell("stat -c '%a %s' n/e n/e/w big none; tail -c 4 big"))
        .matches("755 \\d+\n640 7\n755 " + big.length() + "\n755 0\n--XY");
    expectDone(server.upload(pair("{\"path\":\"n/e/w\"}", "again") + "--XX--"));
    assertThat(server.shell("stat -c %a n/e/w; cat n/e/w; ls -A n/e")).isEqualTo("640\nagainw\n");
    server.shell("ln -s n/e/w link");
    expectDone(server.upload(pair("{\"path\":\"link\"}", "through") + "--XX--"));
    assertThat(server.shell("cat n/e/w; readlink link")).isEqualTo("throughn/e/w\n");
  }

  @Test
  void refusesMalformedUploads() throws Exception {
    server.shell("mkdir d; mkfifo p; touch f");
    expect(server.upload(pair("{\"path\":\"d\"}", "x") + "--XX--"), 400, "INVALID_REQUEST_BODY");
    expect(server.upload(pair("{\"path\":\"p\"}", "x") + "--XX--"), 400, "INVALID_REQUEST_BODY");
    expect(server.upload(pair("{\"path\":\"f/x\"}", "x") + "--XX--"), 400, "INVALID_REQUEST_BODY");
    expect(server.upload(pair("{\"path\":\"\"}", "x") + "--XX--"), 400, "INVALID_FILE_METADATA");
    expect(server.upload(pair("nonsense", "x") + "--XX--"), 400, "INVALID_FILE_METADATA");
    expect(server.upload("--XX--\r\n"), 400, "INVALID_FILE_METADATA");
    expect(server.upload(pair("{\"path\":\"g\"}", "x")), 400, "INVALID_FILE");
    expect(server.upload("no parts"), 400, "INVALID_FILE");
    expect(
        server.upload(
            "--XX\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n"
                + "{\"path\":\"g\"}\r\n--XX--"),
        400,
        "INVALID_FILE_CONTENT");
    expect(
        server.upload("--XX\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--XX--"),
        400,
        "INVALID_FILE_METADATA");
    expect(server.post("/files/upload", "{}"), 400, "INVALID_FILE");
    assertThat(server.shell("ls -A")).isEqualTo("d\nf\np\n");
  }

  @Test
  void everyNameSurvives() throws Exception {
    for (String name :
        List.of(
            "two\nlines\n",
            "'quotes\"",
            "$(touch pwned)`x`\\",
            "-rf",
            "*",
            "ünïcödé☃",
            " ",
            "a%b",
            "~x",
            "\t\r")) {
      expectDone(
          server.upload(
              pair(
                      dev.sandglass.engine.json.Json.text(
                          dev.sandglass.engine.json.Json.object()
                              .put("path", "/workspace/" + name)),
                      name)
                  + "--XX--"));
      String query = "path=" + encode("/workspace/" + name);
      assertThat(text(server.get("/files/download?" + query))).isEqualTo(name);
      assertThat(json(server.get("/files/info?" + query)).properties().iterator().next().getKey())
          .isEqualTo("/workspace/" + name);
      assertThat(paths(json(server.get("/directories/list?path=."))))
          .containsExactly("/workspace/" + name);
      expectDone(server.delete("/files?" + query));
      assertThat(server.shell("ls -A")).isEmpty();
    }
    server.shell("echo raw >\"$(printf 'b\\377d')\"");
    assertThat(text(server.get("/directories/list?path=."))).contains("/workspace/b\\uDCFFd");
    assertThat(text(server.get("/files/download?path=b%FFd"))).isEqualTo("raw\n");
    expectDone(server.post("/files/mv", "[{\"src\":\"b\\udcffd\",\"dest\":\"good\"}]"));
    assertThat(server.shell("ls")).isEqualTo("good\n");
    expect(
        server.post("/files/mv", "[{\"src\":\"\\ud800\",\"dest\":\"x\"}]"),
        400,
        "INVALID_REQUEST_BODY");
  }

  @Test
  void pausedSandboxesSaySo() throws Exception {
    var sleeper = server.start("echo up; exec sleep 1000");
    assertThat(sleeper.stdout().read()).isEqualTo('u');
    server.holder().pause();
    try {
      expect(server.get("/files/info?path=/"), 409, "SANDBOX::INVALID_STATE");
    } finally {
      server.holder().resume();
      sleeper.terminate(0);
    }
    assertThat(server.get("/files/info?path=/").statusCode()).isEqualTo(200);
  }
}
