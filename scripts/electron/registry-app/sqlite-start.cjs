'use strict';
// Starts a utility process that opens sessions: this runtime does not pass `-r` on to one, so the alias is installed here.
require('./sqlite-alias.cjs');
require(process.argv[2]);
