// Validates and analyses the CellML 2.0 file with libcellml.js. node check-cellml.cjs FOLDER_OF_NODE_MODULES FILE
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const [, , modules, file] = process.argv;
const folder = join(modules, 'libcellml.js');
const load = require(join(folder, 'libcellml.common.js'));

load({ locateFile: (name) => join(folder, name) }).then((libcellml) => {
  const parser = new libcellml.Parser(true);
  const model = parser.parseModel(readFileSync(file, 'utf8'));
  const validator = new libcellml.Validator();
  validator.validateModel(model);
  const analyser = new libcellml.Analyser();
  analyser.analyseModel(model);
  const errors = [parser, validator, analyser].map((part) => part.errorCount());
  for (let i = 0; i < Math.min(5, validator.errorCount()); i++) console.log(validator.error(i).description());
  for (let i = 0; i < Math.min(5, analyser.errorCount()); i++) console.log(analyser.error(i).description());
  const analysed = analyser.analyserModel ? analyser.analyserModel() : analyser.model();
  const states = analysed.stateCount();
  const passed = errors.every((count) => count === 0) && states === 21;
  const figure = `${errors.join(' + ')} errors (parse, validate, analyse), ${states} states, ${analyser.warningCount()} warnings of units`;
  console.log(`CHECK CellML 2.0 by libcellml.js | ${figure} | ${passed ? 'pass' : 'FAIL'}`);
  process.exit(passed ? 0 : 1);
});
