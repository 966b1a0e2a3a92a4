'use strict';
// Starter for the registry runtime (Electron 25), which has no default app: takes the project folder as first
// path argument, gives the app its own name, version and path, and requires its main, as official Electron does.
const fs = require('node:fs');
const path = require('node:path');
const { app } = require('electron');

const argument = process.argv.slice(1).find((value) => !value.startsWith('-') && fs.existsSync(path.join(value, 'package.json')));
if (argument === undefined) {
  console.error('Expected the project folder (with a package.json) as an argument, got none. Start with "npm start".');
  app.exit(2);
} else {
  const root = path.resolve(argument);
  const { name, version, main } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  require('./sqlite-alias.cjs').install(root);
  app.setName(name);
  app.setVersion(version);
  app.setAppPath(root);
  app.setPath('userData', path.join(app.getPath('appData'), name));
  require(path.join(root, main));
}
