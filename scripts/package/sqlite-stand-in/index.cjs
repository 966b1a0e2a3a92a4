'use strict';
// better-sqlite3 needs Node-API 10; this package was made with an older Electron. libsql has the same interface.
module.exports = require('libsql');
