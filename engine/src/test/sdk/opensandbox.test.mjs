// Drives the engine with OpenSandbox's own JavaScript SDK, as somebody would who knows nothing of
// Sandglass but a host name and a key. ENGINE_DOMAIN and ENGINE_KEY say where the engine is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ConnectionConfig, Sandbox, SandboxManager } from "@alibaba-group/opensandbox";

const connectionConfig = new ConnectionConfig({
  domain: process.env.ENGINE_DOMAIN,
  apiKey: process.env.ENGINE_KEY,
  protocol: "http",
});
let sandbox;

before(async () => {
  sandbox = await Sandbox.create({
    connectionConfig,
    image: "host",
    timeoutSeconds: 600,
    metadata: { purpose: "conformance" },
    env: { GREETING: "hello" },
  });
});

after(async () => {
  await sandbox?.kill();
  await sandbox?.close();
});

const text = (messages) => messages.map((message) => message.text).join("\n");

test("lifecycle information", async () => {
  const info = await sandbox.getInfo();
  assert.equal(info.status.state, "Running");
  assert.equal(info.metadata.purpose, "conformance");
  assert.ok(new Date(info.expiresAt) > new Date());
  assert.equal(await sandbox.isHealthy(), true);
});

test("commands: output, errors, exit codes, environment", async () => {
  const done = await sandbox.commands.run("echo $GREETING; echo oops >&2; pwd");
  assert.equal(text(done.logs.stdout), "hello\n/workspace");
  assert.equal(text(done.logs.stderr), "oops");
  assert.equal(done.error, undefined);
  assert.equal(done.exitCode, 0);

  const failed = await sandbox.commands.run("exit 7");
  assert.equal(failed.error.name, "CommandExecError");
  assert.equal(failed.error.value, "7");
  assert.equal(failed.exitCode, 7);
});

test("commands: handlers see events as they come", async () => {
  const seen = [];
  await sandbox.commands.run("for i in 1 2 3; do echo $i; done", undefined, {
    onInit: (event) => seen.push(`init ${typeof event.id}`),
    onStdout: (message) => seen.push(message.text),
    onExecutionComplete: () => seen.push("complete"),
  });
  assert.deepEqual(seen, ["init string", "1", "2", "3", "complete"]);
});

test("commands: background, status and logs", async () => {
  const started = await sandbox.commands.run("echo one; sleep 0.2; echo two; exit 3", {
    background: true,
  });
  let status;
  do {
    status = await sandbox.commands.getCommandStatus(started.id);
  } while (status.running);
  assert.equal(status.exitCode, 3);
  const logs = await sandbox.commands.getBackgroundCommandLogs(started.id);
  assert.equal(logs.content.trim(), "one\ntwo");
});

test("sessions keep their state", async () => {
  const session = await sandbox.commands.createSession({ workingDirectory: "/tmp" });
  await sandbox.commands.runInSession(session, "export COLOUR=blue; cd /usr");
  const run = await sandbox.commands.runInSession(session, "echo $COLOUR $PWD");
  assert.equal(text(run.logs.stdout), "blue /usr");
  await sandbox.commands.deleteSession(session);
});

test("files", async () => {
  const files = sandbox.files;
  await files.createDirectories([{ path: "/tmp/demo", mode: 755 }]);
  const bytes = new Uint8Array(300_000).map((_, i) => i % 251);
  await files.writeFiles([
    { path: "/tmp/demo/a.txt", data: "alpha beta\ngamma\n", mode: 640 },
    { path: "/tmp/demo/b.bin", data: bytes },
  ]);
  assert.equal(await files.readFile("/tmp/demo/a.txt"), "alpha beta\ngamma\n");
  assert.deepEqual(await files.readBytes("/tmp/demo/b.bin"), bytes);
  assert.equal(await files.readFile("/tmp/demo/a.txt", { range: "bytes=6-9" }), "beta");
  assert.equal((await files.readFile("/tmp/demo/a.txt", { offset: 2, limit: 1 })).trim(), "gamma");

  const info = (await files.getFileInfo(["/tmp/demo/a.txt"]))["/tmp/demo/a.txt"];
  assert.equal(info.size, 17);
  assert.equal(info.mode, 640);
  const found = await files.search({ path: "/tmp/demo", pattern: "*.txt" });
  assert.deepEqual(found.map((entry) => entry.path), ["/tmp/demo/a.txt"]);

  await files.setPermissions([{ path: "/tmp/demo/a.txt", mode: 600 }]);
  await files.replaceContents([
    { path: "/tmp/demo/a.txt", oldContent: "alpha", newContent: "omega" },
  ]);
  await files.moveFiles([{ src: "/tmp/demo/a.txt", dest: "/tmp/demo/c.txt" }]);
  assert.equal(await files.readFile("/tmp/demo/c.txt"), "omega beta\ngamma\n");
  const listed = await files.listDirectory({ path: "/tmp/demo" });
  assert.deepEqual(listed.map((entry) => entry.path), ["/tmp/demo/b.bin", "/tmp/demo/c.txt"]);
  await files.deleteFiles(["/tmp/demo/c.txt"]);
  await files.deleteDirectories(["/tmp/demo"]);
  await assert.rejects(files.readFile("/tmp/demo/b.bin"));
});

test("metrics", async () => {
  const metrics = await sandbox.getMetrics();
  assert.ok(metrics.cpuCount > 0);
  assert.ok(metrics.memoryTotalMiB > 0);
});

test("metadata, renewal, pause and resume", async () => {
  const patched = await sandbox.patchMetadata({ stage: "test", purpose: null });
  assert.deepEqual(patched.metadata, { stage: "test" });
  const renewed = await sandbox.renew(3600);
  assert.ok(new Date(renewed.expiresAt).getTime() > Date.now() + 3_000_000);

  const manager = SandboxManager.create({ connectionConfig });
  const state = async () => (await manager.getSandboxInfo(sandbox.id)).status.state;
  await sandbox.pause();
  while ((await state()) === "Pausing");
  assert.equal(await state(), "Paused");
  sandbox = await sandbox.resume();
  assert.equal(await state(), "Running");
  const listed = await manager.listSandboxInfos({ states: ["Running"], metadata: { stage: "test" } });
  assert.deepEqual(listed.items.map((item) => item.id), [sandbox.id]);
  await manager.close();
});

test("snapshots", async () => {
  await sandbox.commands.run("echo kept > /workspace/kept");
  const manager = SandboxManager.create({ connectionConfig });
  const snapshot = await manager.createSnapshot(sandbox.id, { name: "checkpoint" });
  let current = snapshot;
  while (current.status.state === "Creating") current = await manager.getSnapshot(snapshot.id);
  assert.equal(current.status.state, "Ready");
  const clone = await Sandbox.create({ connectionConfig, snapshotId: snapshot.id });
  const run = await clone.commands.run("cat /workspace/kept");
  assert.equal(text(run.logs.stdout), "kept");
  await clone.kill();
  await clone.close();
  await manager.deleteSnapshot(snapshot.id);
  await manager.close();
});

test("a port inside, through its endpoint", async () => {
  await sandbox.commands.run(
    "perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(Listen => 5, LocalAddr => q(127.0.0.1:8321)," +
      " ReuseAddr => 1) or die; while ($c = $s->accept) { 1 while (<$c> =~ /\\S/);" +
      ' print $c qq(HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\nhi); close $c }\'',
    { background: true },
  );
  const endpoint = await sandbox.getEndpoint(8321);
  let answer;
  const deadline = Date.now() + 10_000;
  do {
    answer = await fetch(`http://${endpoint.endpoint}/`, { headers: endpoint.headers });
  } while (answer.status === 502 && Date.now() < deadline);
  assert.equal(answer.status, 200);
  assert.equal(await answer.text(), "hi");
});

test("errors carry the server's code", async () => {
  const manager = SandboxManager.create({ connectionConfig });
  await assert.rejects(manager.getSandboxInfo("sb-none"), (error) => {
    assert.equal(error.error.code, "SANDBOX::NOT_FOUND");
    return true;
  });
  await manager.close();
});
