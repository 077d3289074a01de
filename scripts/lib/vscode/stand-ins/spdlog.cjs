// Stands in for the native @vscode/spdlog where nothing is compiled: the same interface over synchronous appends.
// Without it VS Code's output channels stay empty.
'use strict';
const { appendFileSync, mkdirSync } = require('node:fs');
const path = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
const METHODS = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
let lowest = 0;

class Logger {
  constructor(file) {
    this.file = file;
    this.level = 2;
    this.raw = false;
    METHODS.forEach((method, level) => (this[method] = (message) => this.write(level, message)));
  }

  write(level, message) {
    if (this.file === undefined || level < Math.max(this.level, lowest)) return;
    appendFileSync(
      this.file,
      this.raw ? String(message) : `${stamp(new Date())} [${LEVELS[level]}] ${message}\n`,
    );
  }

  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  clearFormatters() {
    this.raw = true;
  }
  setPattern() {
    this.raw = false;
  }
  flush() {}
  drop() {
    this.file = undefined;
  }
}

/** Local time as `2020-12-21 09:07:51.003`: VS Code reads its own logs back. */
function stamp(date) {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 23).replace('T', ' ');
}

async function createLogger(name, file) {
  mkdirSync(path.dirname(file), { recursive: true });
  appendFileSync(file, '');
  return new Logger(file);
}

// Spelt out one by one: an ES module imports this, and finds only names that are assigned this way.
exports.version = 1;
exports.setLevel = (level) => {
  lowest = level;
};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
