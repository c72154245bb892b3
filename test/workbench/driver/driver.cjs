'use strict';
// An extension that runs the tests once the window is up: sends their console to files the shim prints, and tells it the
// result. It does so instead of the editor's own test mode, in which dialogs are refused and a reload ends everything. A
// host that dies tells nothing, which counts as a failure.
const fs = require('node:fs');
const util = require('node:util');
const { Writable } = require('node:stream');

const { CODE_SHIM_OUT, CODE_SHIM_ERR, CODE_SHIM_TESTS, CODE_SHIM_CONTROL, CODE_SHIM_SECRET } =
  process.env;
const out = fs.openSync(CODE_SHIM_OUT, 'a');
const err = fs.openSync(CODE_SHIM_ERR, 'a');

// The host guards these properties with setters that do nothing, so they are defined anew.
const define = (object, key, value) =>
  Object.defineProperty(object, key, {
    value,
    writable: true,
    configurable: true,
    enumerable: true,
  });
for (const [method, file] of [
  ['log', out],
  ['info', out],
  ['debug', out],
  ['warn', err],
  ['error', err],
  ['trace', err],
]) {
  define(console, method, (...args) => fs.writeSync(file, `${util.format(...args)}\n`));
}
for (const [name, fd] of [
  ['stdout', out],
  ['stderr', err],
]) {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      fs.writeSync(fd, chunk);
      done();
    },
  });
  define(process, name, Object.assign(stream, { fd, isTTY: false, columns: 120 }));
}

exports.activate = () => void runTests();

/** Tests that go on after a reload of the window export them as `runAfterReload`: one, or one for each reload. */
async function runTests() {
  try {
    const tests = require(CODE_SHIM_TESTS);
    const runs = [tests.run, ...[tests.runAfterReload ?? []].flat()];
    const number = await tellShim({ do: 'begin' });
    await runs[number - 1]();
    await tellShim(number < runs.length ? { do: 'reload' } : { do: 'end', exitCode: 0 });
  } catch (error) {
    console.error((error && error.stack) || error);
    await tellShim({ do: 'end', exitCode: 1 });
  }
}

async function tellShim(action) {
  const response = await fetch(CODE_SHIM_CONTROL, {
    method: 'POST',
    headers: { authorization: `Bearer ${CODE_SHIM_SECRET}` },
    body: JSON.stringify(action),
  });
  return (await response.json()).value;
}
