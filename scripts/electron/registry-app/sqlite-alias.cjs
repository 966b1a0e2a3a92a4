'use strict';
// better-sqlite3 13 needs Node-API 10; this runtime has Node-API 8 and would abort. libsql has the same interface.
// Worker threads start with this file by execArgv ['-r', ...]: then the project folder comes by TWINCLAMP_SQLITE_ROOT.
const Module = require('node:module');
const path = require('node:path');

function install(root) {
  process.env.TWINCLAMP_SQLITE_ROOT = root;
  process.env.TWINCLAMP_SQLITE_ALIAS = __filename;
  const original = Module._resolveFilename;
  Module._resolveFilename = function resolve(request, ...rest) {
    if (request !== 'better-sqlite3') return original.call(this, request, ...rest);
    return require.resolve('libsql', { paths: [path.join(root, 'node_modules')] });
  };
}

module.exports = { install };
if (process.env.TWINCLAMP_SQLITE_ROOT !== undefined) install(process.env.TWINCLAMP_SQLITE_ROOT);
