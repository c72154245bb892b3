'use strict';
// Runs inside the extension host in place of the real tests: sends their console to files the shim prints, and writes
// the result. A host that dies writes none, which counts as a failure.
const fs = require('node:fs');
const util = require('node:util');
const { Writable } = require('node:stream');

const { CODE_SHIM_OUT, CODE_SHIM_ERR, CODE_SHIM_RESULT, CODE_SHIM_TESTS } = process.env;
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

exports.run = async () => {
  try {
    await require(CODE_SHIM_TESTS).run();
    fs.writeFileSync(CODE_SHIM_RESULT, '0');
  } catch (error) {
    console.error((error && error.stack) || error);
    fs.writeFileSync(CODE_SHIM_RESULT, '1');
    throw error;
  }
};
