delete process.env.SANDGLASS_DRIVER;
(() => {
  const fs = require('fs');
  const inspector = require('inspector');
  const util = require('util');
  const vm = require('vm');
  const session = new inspector.Session();
  session.connect();
  let nonce = '';
  let abandon = null;
  let given = [];

  const write = (fd, bytes) => {
    for (let offset = 0; offset < bytes.length; ) {
      try {
        offset += fs.writeSync(fd, bytes, offset);
      } catch (error) {
        if (error.code !== 'EAGAIN') throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      }
    }
  };
  const frames = (fd, payload) => {
    let offset = 0;
    do {
      const part = payload.subarray(offset, offset + 3500);
      offset += part.length;
      const kind = offset < payload.length ? 'C' : 'E';
      const head = '\0' + nonce + kind + part.length.toString(16).padStart(4, '0');
      write(fd, Buffer.concat([Buffer.from(head), part]));
    } while (offset < payload.length);
  };
  const say = (message) => frames(8, Buffer.from(JSON.stringify(message)));
  const post = (method, parameters) => {
    let answer;
    session.post(method, parameters, (error, result) => {
      answer = error ? { error } : { result };
    });
    return answer;
  };

  // The inspector gives handles; these two let values and calls pass between it and this driver.
  const hidden = (name, value) =>
    Object.defineProperty(globalThis, Symbol.for(name), { value, configurable: true });
  const valueOf = (handle) => {
    if (handle.unserializableValue) {
      return vm.runInThisContext(handle.unserializableValue);
    }
    if (!handle.objectId) {
      return handle.value;
    }
    let found;
    hidden('sandglass.value', (value) => {
      found = value;
    });
    post('Runtime.callFunctionOn', {
      objectId: handle.objectId,
      arguments: [{ objectId: handle.objectId }],
      functionDeclaration: 'function (v) { globalThis[Symbol.for("sandglass.value")](v); }',
    });
    return found;
  };

  const failed = (details) => {
    const thrown = details.exception ? valueOf(details.exception) : new Error(details.text);
    if (util.types.isNativeError(thrown) || thrown instanceof Error) {
      const lines = String(thrown.stack || thrown).split('\n');
      const driver = lines.findIndex((line) => /node:inspector|node:vm/.test(line));
      say({
        type: 'error',
        ename: String(thrown.name),
        evalue: String(thrown.message),
        traceback: driver < 0 ? lines : lines.slice(0, driver),
      });
    } else {
      const text = util.inspect(thrown);
      say({ type: 'error', ename: 'Error', evalue: text, traceback: ['Uncaught ' + text] });
    }
  };
  const interrupted = () =>
    say({
      type: 'error',
      ename: 'KeyboardInterrupt',
      evalue: 'interrupted',
      traceback: ['KeyboardInterrupt'],
    });

  const evaluate = (code) =>
    new Promise((resolve) => {
      abandon = () => resolve({ interrupted: true });
      hidden('sandglass.go', () =>
        session.post(
          'Runtime.evaluate',
          { expression: code, replMode: true, awaitPromise: true },
          (error, result) => resolve({ error, result }),
        ),
      );
      try {
        // Only a script of vm's can be broken off by SIGINT.
        vm.runInThisContext('globalThis[Symbol.for("sandglass.go")]()', { breakOnSigint: true });
      } catch (error) {
        resolve({ interrupted: true });
      }
    });

  const run = async (code) => {
    say({ type: 'started' });
    const { error, result, interrupted: stopped } = await evaluate(code);
    abandon = null;
    if (stopped) {
      interrupted();
    } else if (error) {
      say({ type: 'error', ename: 'Error', evalue: error.message, traceback: [error.message] });
    } else if (result.exceptionDetails) {
      failed(result.exceptionDetails);
    } else if (result.result.type !== 'undefined') {
      say({ type: 'result', data: { 'text/plain': util.inspect(valueOf(result.result)) } });
    }
  };

  const enter = (variables) => {
    given.forEach((name) => delete process.env[name]);
    given = variables.map((variable) => {
      const end = variable.indexOf('=');
      process.env[variable.slice(0, end)] = variable.slice(end + 1);
      return variable.slice(0, end);
    });
  };

  process.on('SIGINT', () => {
    if (abandon) abandon();
  });
  process.on('uncaughtException', (error) => console.error(error));
  process.on('unhandledRejection', (error) => console.error(error));

  let pending = Buffer.alloc(0);
  let queue = Promise.resolve();
  const take = () => {
    for (;;) {
      const end = pending.indexOf(10);
      if (end < 0) return;
      const line = pending.subarray(0, end).toString();
      if (!nonce) {
        nonce = line;
        pending = pending.subarray(end + 1);
        say({ type: 'ready' });
        continue;
      }
      const [size, ...variables] = line.split('\t');
      const length = Number(size);
      if (pending.length < end + 1 + length) return;
      const code = pending.subarray(end + 1, end + 1 + length).toString();
      pending = pending.subarray(end + 1 + length);
      queue = queue.then(() => enter(variables)).then(() => run(code)).then(() => {
        frames(7, Buffer.alloc(0));
        say({ type: 'done' });
      });
    }
  };
  const requests = fs.createReadStream(null, { fd: 9 });
  requests.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    take();
  });
  requests.on('end', () => process.exit());
})();
