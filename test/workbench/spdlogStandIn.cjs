'use strict';
// Stands in for the server's native log writer with plain appends, so that nothing has to be compiled.
const fs = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
  constructor(_kind, _name, file) {
    this.file = file;
    this.level = levels.indexOf('info');
    this.isPlain = false;
    fs.mkdirSync(path.dirname(file), { recursive: true });
  }
  write(level, message) {
    if (level < this.level) return;
    const stamp = this.isPlain ? '' : `${new Date().toISOString()} [${levels[level]}] `;
    try {
      fs.appendFileSync(this.file, `${stamp}${message}${this.isPlain ? '' : '\n'}`);
    } catch {
      // The folder is removed at the end of a run, sometimes before the last line.
    }
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  clearFormatters() {
    this.isPlain = true;
  }
  setPattern() {}
  flush() {}
  drop() {}
}
levels.forEach((name, level) => {
  Logger.prototype[name] = function (message) {
    this.write(level, message);
  };
});

const create = async (name, file) => new Logger('rotating', name, file);
// One assignment each: the server imports these by name, and Node finds the names only so.
exports.version = 0;
exports.Logger = Logger;
exports.LogLevel = { Trace: 0, Debug: 1, Info: 2, Warning: 3, Error: 4, Critical: 5, Off: 6 };
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
