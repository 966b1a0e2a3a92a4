'use strict';
// Starts a utility process that opens sessions: this runtime loses `-r` on the way to one, so the alias is installed here.
require('./sqlite-alias.cjs');
require(process.argv[2]);
