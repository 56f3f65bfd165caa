// Figures of the code: what a newcomer meets. Fails on a cycle, a layer fault, an untyped corner, a monster file, a
// banned name, and on one function longer than a screen more than there were.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import { ESLint } from 'eslint'
import ts from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'
import { bannedNames } from './banned-names.mjs'
import { ROOT } from './prepare.mjs'

const LONGEST_FILE = 400
const LONGEST_FUNCTION = { max: 60, skipBlankLines: true, skipComments: true }
const LONG_FUNCTIONS = `functions > ${LONGEST_FUNCTION.max} lines`
/** A ratchet: what is left of old faults. A number is only ever made smaller; 0 is the default. */
const STILL_ALLOWED = { [LONG_FUNCTIONS]: 39 }

process.chdir(ROOT)
const files = (folder, endings) =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((name) => endings.some((ending) => name.endsWith(ending)) && statSync(name).isFile())
    .map((name) => ({ name, text: readFileSync(name, 'utf8') }))
    .map((file) => ({ ...file, lines: file.text.split('\n').length }))
const sum = (list) => list.reduce((total, file) => total + file.lines, 0)
const folderOf = ({ name }) => name.split(/[\\/]/)[1]
const perFolder = (value) =>
  [...new Set(code.map(folderOf))].map((folder) => `${folder} ${value(folder)}`).join(', ')
const inFolder = (list, folder) => list.filter((file) => folderOf(file) === folder)

const code = files('src', ['.ts', '.vue'])
const tests = files('tests', ['.ts'])
const lines = code.map((file) => file.lines).sort((a, b) => a - b)
const longest = code.toSorted((a, b) => b.lines - a.lines)[0]
const { cycles, layers } = await dependencyFaults()

const faults = {
  cycles,
  'layer faults in app': layers.filter((fault) => fault.startsWith('src/app')),
  'layer faults in server': layers.filter((fault) => fault.startsWith('src/server')),
  'layer faults elsewhere': layers.filter((fault) => !/^src\/(app|server)/.test(fault)),
  any: code
    .filter(({ text }) => /(:|as|<)\s*any\b|\bany\[\]/.test(withoutComments(text)))
    .map(({ name }) => name),
  [LONG_FUNCTIONS]: await longFunctions(),
  'banned names': code.flatMap((file) =>
    bannedNames(file).map((banned) => `${file.name}: ${banned}`),
  ),
  [`files > ${LONGEST_FILE} lines`]: code
    .filter((file) => file.lines > LONGEST_FILE)
    .map((file) => `${file.name}: ${file.lines} lines`),
}
const turf = code.filter(({ text }) => /from '@turf\//.test(text))

console.log(
  [
    Object.entries(faults)
      .map(([name, list]) => `${list.length} ${name}`)
      .join(' · '),
    `${code.length} source files, ${sum(code)} lines; median ${lines[Math.floor(lines.length / 2)]}, ninth decile ${lines[Math.floor(lines.length * 0.9)]}, longest ${longest.lines} (${longest.name})`,
    `tests:code ${(sum(tests) / sum(code)).toFixed(2)}; ${perFolder((folder) => (sum(inFolder(tests, folder)) / sum(inFolder(code, folder))).toFixed(2))}`,
    `files that import Turf: ${perFolder((folder) => inFolder(turf, folder).length)}`,
  ].join('\n'),
)
const tooMany = Object.entries(faults).filter(
  ([name, list]) => list.length > (STILL_ALLOWED[name] ?? 0),
)
const shown = process.argv.includes('--all') ? Object.entries(faults) : tooMany
for (const [name, list] of shown) for (const fault of list) console.error(`  ${name}: ${fault}`)
process.exit(tooMany.length === 0 ? 0 : 1)

function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
}

/** What `npm run deps` tells, counted. */
async function dependencyFaults() {
  const options = await extractOptions('./.dependency-cruiser.mjs')
  const { output } = await cruise(['src'], options)
  const told = output.summary.violations.filter(({ rule }) => rule.severity === 'error')
  const isCycle = ({ rule }) => rule.name === 'L7-no-cycle'
  const say = ({ from, to, rule }) => `${from} → ${to} (${rule.name})`
  return {
    cycles: told.filter(isCycle).map(say),
    layers: told.filter((fault) => !isCycle(fault)).map(say),
  }
}

/** Functions that do not fit a screen, blank lines and comments not counted. */
async function longFunctions() {
  const languageOptions = (parser, more = {}) => ({
    parser,
    parserOptions: { parser: ts.parser, extraFileExtensions: ['.vue'], ...more },
  })
  const rules = { 'max-lines-per-function': ['error', LONGEST_FUNCTION] }
  const eslint = new ESLint({
    overrideConfigFile: true,
    allowInlineConfig: false,
    overrideConfig: [
      { files: ['src/**/*.ts'], languageOptions: languageOptions(ts.parser), rules },
      { files: ['src/**/*.vue'], languageOptions: languageOptions(vueParser), rules },
    ],
  })
  const results = await eslint.lintFiles(['src/**/*.{ts,vue}'])
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, message }) => `${filePath.slice(ROOT.length + 1)}:${line} ${message}`),
  )
}
