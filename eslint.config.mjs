import tseslint from 'typescript-eslint';

// The walls: which door may import what. ARCHITECTURE.md says why; test/contract/walls.test.ts plants violations.
const editor = { name: 'vscode', message: 'Only join/ and ui/ may talk to the editor.' };
const outside = {
  regex:
    '^((node:)?(child_process|fs|fs/promises|net|tls|http|https|http2|dgram|os|dns|dns/promises|worker_threads|sqlite)|serialport|@serialport/.*|mqtt|aedes|ws|nice-grpc|@aws-sdk/.*|@smithy/.*|@aws-crypto/.*)$',
  message: 'Only io/ may talk to the outside world.',
};
const uiDoor = { regex: '(^|/)ui/', message: 'Nothing but join/ imports ui/.' };
const ioDoor = { regex: '(^|/)io/', message: 'Ask for an interface; join/ hands in io/.' };
const rooms = 'firmware|serial|cloud|messages|walkthrough|simulator|doctor|join';
const neighbour = {
  regex: `^(\\.\\./)+(${rooms})/`,
  message: 'Rooms meet in join/; only sigfox/ and shared/ are common.',
};
const ban = (paths, patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { paths, patterns }],
});
const middle = {
  'no-restricted-globals': [
    'error',
    ...['fetch', 'WebSocket', 'process', 'setTimeout', 'setInterval', 'setImmediate'].map(
      (name) => ({ name, message: 'The middle does no input or output; time is passed in.' }),
    ),
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Time is passed in: ask for a Clock.' },
    { object: 'Math', property: 'random', message: 'Chance is passed in: ask for a Random.' },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: 'ImportExpression', message: 'Heavy doors are opened in join/.' },
    {
      selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
      message: 'Time is passed in: ask for a Clock.',
    },
  ],
};
const off = {
  'no-restricted-globals': 'off',
  'no-restricted-properties': 'off',
};

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/', 'test/fixtures/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Empty methods are the honest body of a listener or disposable that has nothing to do.
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-depth': ['error', 3],
      'max-lines': ['error', { max: 300 }],
      'no-console': 'error',
    },
  },
  {
    files: ['src/*/**/*.ts'],
    ignores: ['src/join/**'],
    rules: { ...ban([editor], [outside, uiDoor, ioDoor, neighbour]), ...middle },
  },
  {
    files: ['src/*/io/**/*.ts'],
    rules: { ...ban([editor], [uiDoor, neighbour]), ...off, 'no-restricted-syntax': 'off' },
  },
  {
    files: ['src/*/ui/**/*.ts'],
    rules: { ...ban([], [outside, ioDoor, neighbour]), ...off },
  },
  {
    // Pages run in the editor's sandbox: the middle's rules hold, save that time is the browser's own.
    files: ['src/*/page/**/*.ts'],
    rules: { ...ban([editor], [outside, uiDoor, ioDoor, neighbour]), ...off },
  },
  {
    files: ['src/simulator/**/*.ts'],
    ignores: ['src/simulator/io/**', 'src/simulator/ui/**'],
    rules: ban([editor], [outside, uiDoor, ioDoor]),
  },
  {
    files: ['src/simulator/io/**/*.ts'],
    rules: ban([editor], [uiDoor]),
  },
  {
    files: ['test/**', 'scripts/**'],
    rules: {
      'no-console': 'off',
      'max-lines': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  {
    // Plain scripts run before anything is installed, so they are outside the TypeScript project.
    files: ['**/*.{mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
);
