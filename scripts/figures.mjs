// Figures of the code: what a newcomer meets. Fails on a monster file or an untyped corner.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './prepare.mjs'

const LONGEST_FILE = 400

const files = (folder, endings) =>
  readdirSync(join(ROOT, folder), { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter(
      (name) =>
        endings.some((ending) => name.endsWith(ending)) && statSync(join(ROOT, name)).isFile(),
    )
    .map((name) => ({ name, text: readFileSync(join(ROOT, name), 'utf8') }))
    .map((file) => ({ ...file, lines: file.text.split('\n').length }))

const code = files('src', ['.ts', '.vue'])
const tests = files('tests', ['.ts'])
const lines = code.map((file) => file.lines).sort((a, b) => a - b)
const sum = (list) => list.reduce((total, file) => total + file.lines, 0)
const anys = code.filter((file) =>
  /(:|as|<)\s*any\b|\bany\[\]/.test(file.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')),
)
const longest = code.toSorted((a, b) => b.lines - a.lines)[0]

console.log(
  [
    `${code.length} source files, ${sum(code)} lines`,
    `median ${lines[Math.floor(lines.length / 2)]}, ninth decile ${lines[Math.floor(lines.length * 0.9)]}, longest ${longest.lines} (${longest.name})`,
    `tests/code ${(sum(tests) / sum(code)).toFixed(2)}`,
    `files with any: ${anys.length}`,
  ].join(' · '),
)
const monsters = code.filter((file) => file.lines > LONGEST_FILE)
for (const file of [...monsters, ...anys]) console.error(`  ${file.name}: ${file.lines} lines`)
process.exit(monsters.length + anys.length === 0 ? 0 : 1)
