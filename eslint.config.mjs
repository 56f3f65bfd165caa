import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import a11y from 'eslint-plugin-vuejs-accessibility'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import ts from 'typescript-eslint'

/** Things of the outside world that the pure core must receive as arguments (rule L8). */
const WORLD = ['crypto', 'fetch', 'window', 'document', 'navigator', 'process', 'console']

/** Each platform thing has one owner in the app (rule L5). */
const NAVIGATOR = { name: 'navigator', message: 'rule L5: an adapter in src/app/device' }
const FETCH = { name: 'fetch', message: 'rule L5: src/app/services' }

export default ts.config(
  {
    ignores: [
      '**/*.d.mts',
      'node_modules',
      'dist',
      'var',
      '.cache',
      'test-results',
      'playwright-report',
    ],
  },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  ...vue.configs['flat/recommended'],
  ...a11y.configs['flat/recommended'],
  prettier,
  {
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        projectService: {
          allowDefaultProject: ['*.mjs', 'scripts/*.mjs'],
          maximumDefaultProjectFileMatchCount_THIS_WILL_SLOW_DOWN_LINTING: 40,
        },
        extraFileExtensions: ['.vue'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'no-warning-comments': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-undef': 'off',
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'error',
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...WORLD.map((name) => ({ name, message: 'rule L8: pass it in' })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'rule L8: pass it in' },
        { object: 'Date', property: 'now', message: 'rule L8: pass it in' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'rule L8: pass it in',
        },
      ],
    },
  },
  {
    files: ['src/app/**/*.{ts,vue}'],
    languageOptions: { globals: globals.browser },
    ignores: ['src/app/desk/**'],
    rules: { 'no-restricted-globals': ['error', NAVIGATOR, FETCH] },
  },
  { files: ['src/app/device/**'], rules: { 'no-restricted-globals': ['error', FETCH] } },
  { files: ['src/app/services/**'], rules: { 'no-restricted-globals': ['error', NAVIGATOR] } },
  {
    files: ['src/server/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          'Program > VariableDeclaration[kind=let]',
          'Program > VariableDeclaration > VariableDeclarator > NewExpression[callee.name=/^(Map|Set|WeakMap|WeakSet|LRUCache)$/][arguments.length=0]',
          'Program > VariableDeclaration > VariableDeclarator > NewExpression[callee.name=LRUCache]',
        ].map((selector) => ({ selector, message: 'rule L9: no state outside Services' })),
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/unbound-method': 'off',
    },
  },
)
