'use strict';
// The layers: an import against the arrows fails.
const CORE = '^src/core/';
const SHARED = '^src/shared/';
const NODE = '^src/node/';
// NAME.test.ts and the helpers only tests use, NAME.testing.ts.
const test = '\\.(test|testing)\\.tsx?$';

/**
 * Core in its order: a folder imports, types included, only itself and folders of the ranks before its own. Folders of one rank know
 * nothing of each other.
 */
const CORE_ORDER = [
  ['math', 'random', 'text'],
  ['schema'],
  ['cell', 'protocol'],
  ['amplifier'],
  ['quality', 'simulate'],
  ['beat'],
  ['trace'],
  ['observation'],
  ['experiment'],
  ['population', 'twin'],
  ['inference'],
  ['baselines', 'designer', 'drug', 'formats'],
  ['report'],
];
const coreRules = CORE_ORDER.flatMap((folders, rank) =>
  folders.map((folder) => ({
    name: `core-order-${folder}`,
    comment: `core: ${CORE_ORDER.map((names) => names.join(', ')).join(' <- ')}.`,
    severity: 'error',
    from: { path: `${CORE}${folder}/`, pathNot: test },
    to: { path: CORE, pathNot: `${CORE}(${[...CORE_ORDER.slice(0, rank).flat(), folder].join('|')})/` },
  })),
);

/** Modules of `from` may import, among ours, only `to`. */
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: test },
  to: { path: '^(src|scripts|test|bench)/', pathNot: to },
});

module.exports = {
  forbidden: [
    // Temporary: the desks' registry and the amplifiers' drivers take the circles of these two out; then the exemption goes.
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A circle has no first file to read; one closed by types neither.',
      from: {},
      to: { circular: true },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, dependencyTypesNot: ['type-only'] } },
    only('core-alone', CORE, CORE, 'core imports nothing outside core.'),
    ...coreRules,
    {
      name: 'core-folder-has-its-place',
      comment: 'A new folder of core gets its place in CORE_ORDER.',
      severity: 'error',
      from: {},
      to: { path: CORE, pathNot: `${CORE}(${[...CORE_ORDER.flat(), 'testing'].join('|')})/` },
    },
    {
      name: 'cell-models-apart',
      comment: 'A cell model is a folder that knows no other model.',
      severity: 'error',
      from: { path: `${CORE}cell/([^/]+)/` },
      to: { path: `${CORE}cell/[^/]+/`, pathNot: `${CORE}cell/$1/` },
    },
    {
      name: 'core-pure',
      comment: 'core has no Node, no DOM library, no package: it runs anywhere.',
      severity: 'error',
      from: { path: CORE, pathNot: test },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg'] },
    },
    only('shared-below', SHARED, [CORE, SHARED], 'shared knows core and itself.'),
    {
      name: 'shared-packages',
      comment: 'shared uses zod and nothing else.',
      severity: 'error',
      from: { path: SHARED, pathNot: test },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-no-pkg'], pathNot: 'node_modules/zod/' },
    },
    only('node-layer', NODE, [CORE, SHARED, NODE], 'What every process of Node needs knows core and shared.'),
    {
      name: 'node-packages',
      comment: 'It has Node and no package, no Electron.',
      severity: 'error',
      from: { path: NODE, pathNot: test },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-no-pkg'] },
    },
    only('main-layer', '^src/main/', [CORE, SHARED, NODE, '^src/main/'], 'main knows core, shared and node.'),
    only('inference-layer', '^src/inference/', [CORE, SHARED, NODE, '^src/inference/'], 'inference knows core, shared and node.'),
    only('preload-layer', '^src/preload/', [SHARED, '^src/preload/'], 'preload knows shared.'),
    only('renderer-layer', '^src/renderer/', [CORE, SHARED, '^src/renderer/'], 'renderer knows core and shared.'),
    {
      name: 'renderer-circles',
      comment: 'Nor do types of the window go in circles.',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: test },
      to: { circular: true },
    },
    {
      name: 'renderer-state-below',
      comment: 'The state knows no desk, type imports included: a desk adds its slice to it.',
      severity: 'error',
      from: { path: '^src/renderer/(state|ui|traces)/', pathNot: test },
      to: { path: '^src/renderer/(features|shell)/' },
    },
    {
      name: 'desks-behind-their-registry',
      comment: 'Only the frame asks for every desk.',
      severity: 'error',
      from: { path: '^src/renderer/(features|state|ui|traces)/', pathNot: [test, '^src/renderer/features/parts\\.ts$'] },
      to: { path: '^src/renderer/features/(parts|[^/]+/desk)\\.ts$' },
    },
    only(
      'cli-layer',
      '^src/cli/',
      [CORE, SHARED, NODE, '^src/cli/', '^src/main/(rig|store|recorder|acquisition|formats)/index\\.ts$', '^src/inference/index\\.ts$'],
      'cli uses rig, store, recorder and inference by their public entry.',
    ),
    {
      name: 'electron-in-its-place',
      comment: 'electron is imported in main, preload and one entry file of inference; the command line shares rig, store and recorder.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main/', '^src/preload/', '^src/inference/process\\.ts$'] },
      to: { path: '(^|node_modules/)electron(/|$)' },
    },
    {
      name: 'no-electron-below-the-app',
      severity: 'error',
      from: { path: '^src/main/(rig|store|recorder|acquisition|formats)/' },
      to: { path: '(^|node_modules/)electron(/|$)' },
    },
    {
      name: 'rig-store-recorder-stand-alone',
      comment: 'The parts the command line shares do not reach into the app around them.',
      severity: 'error',
      from: { path: '^src/main/(rig|store|recorder|acquisition|formats)/', pathNot: test },
      to: { path: '^src/main/', pathNot: '^src/main/(rig|store|recorder|acquisition|formats)/' },
    },
    {
      name: 'run-knows-no-driver',
      comment: 'Runs talk to the interface of amplifiers only: what holds for one driver holds for all.',
      severity: 'error',
      from: { path: '^src/main/rig/(run|amplifier)/', pathNot: test },
      to: { path: ['^src/main/rig/(drivers|emulator)/', `${SHARED}riglink/`] },
    },
    {
      name: 'drivers-apart',
      comment: 'A driver is a folder that knows no other driver and no run.',
      severity: 'error',
      from: { path: '^src/main/rig/drivers/([^/]+)/', pathNot: test },
      to: { path: ['^src/main/rig/drivers/', '^src/main/rig/run/'], pathNot: '^src/main/rig/drivers/$1/' },
    },
    {
      name: 'no-test-in-product',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: { path: [test, '^test/'] },
    },
    {
      name: 'bench-uses-no-tests',
      comment: 'A benchmark runs from a checkout without tests.',
      severity: 'error',
      from: { path: '^bench/' },
      to: { path: '^test/' },
    },
    {
      name: 'scripts-without-window',
      comment: 'The window is built, not imported; a benchmark may time its way from samples to pixels.',
      severity: 'error',
      from: { path: '^(scripts|bench)/' },
      to: { path: '^src/(renderer|preload)/', pathNot: '^src/renderer/traces/' },
    },
    {
      name: 'renderer-without-zod',
      comment: 'What comes from main is checked in main: the window needs types only, and its bundle no zod.',
      severity: 'error',
      from: {
        path: ['^src/shared/(rig/rig-port|training/defaults)\\.ts$', '^src/renderer/(?!dev/)', '^src/preload/'],
        pathNot: test,
      },
      to: {
        path: '(node_modules/zod/|^src/shared/(contract/(schemas|contract|bounds|zod-of)|training/settings|rig/rig-port-schema)\\.ts$)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'renderer-without-node',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // h5wasm exports itself to `import` only.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.json', '.css'],
    },
  },
};
