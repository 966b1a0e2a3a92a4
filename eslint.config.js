import tseslint from 'typescript-eslint';

/** Globals that core goes without; `but` excepts one. */
const coreWithout = (but) =>
  CORE_WITHOUT.filter((name) => name !== but).map((name) => ({
    name,
    message: 'core has no clock, no chance, no timers and no runtime of its own: take it as an argument.',
  }));
const CORE_WITHOUT = [
  'Date',
  'performance',
  'process',
  'Buffer',
  'require',
  'global',
  'window',
  'document',
  'navigator',
  'self',
  'globalThis',
  'fetch',
  'crypto',
  'Worker',
  'localStorage',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'structuredClone',
  'Intl',
];

export default tseslint.config(
  { ignores: ['node_modules', 'out', 'dist', 'coverage', 'data', 'resources', 'test-results', 'bench/results', 'types'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      // What the longest function of today needs: it does not grow.
      complexity: ['error', 22],
      'max-depth': ['error', 4],
      'max-lines-per-function': ['error', { max: 76, skipBlankLines: true, skipComments: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Numbers in messages are plain; only objects in templates are a mistake.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true, allowNullish: true }],
      // Inner loops over typed arrays index by construction in range; noUncheckedIndexedAccess already asks everywhere else.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidOperator: true }],
      '@typescript-eslint/unbound-method': 'off',
      // Answers of other programs and of native modules can differ from their types; checking them is no mistake.
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    // Core runs anywhere and the same every time: no clock, no chance, no timers, nothing of one runtime.
    files: ['src/core/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.testing.ts'],
    rules: {
      'no-restricted-globals': ['error', ...coreWithout()],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'core takes its chance from a seeded Random.' }],
      'no-console': 'error',
    },
  },
  {
    // Turns times that files tell into dates, by UTC; the clock stays out of reach.
    files: ['src/core/formats/local-date.ts'],
    rules: {
      'no-restricted-globals': ['error', ...coreWithout('Date')],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'core has no clock.' },
        { selector: "CallExpression[callee.name='Date']", message: 'core has no clock.' },
        { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'core has no clock.' },
      ],
    },
  },
  {
    // Run by hand over reference files of many shapes; what they write is checked by tests.
    files: ['scripts/import-*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  {
    // The equations of one kind in one list, as the paper has them.
    files: ['src/core/cell/*/*.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 93, skipBlankLines: true, skipComments: true }] },
  },
  {
    // Markup of a component counts as its lines and choices.
    files: ['src/renderer/**'],
    rules: { complexity: ['error', 28], 'max-lines-per-function': ['error', { max: 112, skipBlankLines: true, skipComments: true }] },
  },
  {
    // One measurement after the other.
    files: ['bench/**'],
    rules: { 'max-lines-per-function': ['error', { max: 106, skipBlankLines: true, skipComments: true }] },
  },
  {
    // One object with an answer for every key of the contract.
    files: ['src/renderer/dev/**'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      complexity: ['error', 25],
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
