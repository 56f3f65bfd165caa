import { parseArgs } from 'node:util'
import { LANGUAGES, translator, type Language } from '../locales/translate.ts'
import en from '../locales/en/cli.json' with { type: 'json' }
import fr from '../locales/fr/cli.json' with { type: 'json' }
import { EXIT, type Command, type ExitCode, type Terminal } from './command.ts'

/** Every command, loaded only when it is called. Its help is under its name in `cli.json`. */
const COMMANDS: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  inspect: () => import('./inspect.ts'),
  check: () => import('./check.ts'),
  compare: () => import('./compare.ts'),
  consensus: () => import('./consensus.ts'),
  climb: () => import('./climb.ts'),
  time: () => import('./time.ts'),
  convert: () => import('./convert.ts'),
  territory: () => import('./territory.ts'),
  invite: () => import('./invite.ts'),
  backup: () => import('./backup.ts'),
  restore: () => import('./restore.ts'),
  rebuild: () => import('./rebuild.ts'),
  verify: () => import('./verify.ts'),
  'migrate-to-postgres': () => import('./migrate-to-postgres.ts'),
}

// A reader that stops reading (`jalon … | head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await mainOrSentence(process.argv.slice(2))
// A database that did not open may keep the process for a minute more: there is nothing to wait for.
if (process.exitCode === EXIT.unusable) process.stderr.write('', () => process.exit())

/** A stack is nothing to show to people. */
async function mainOrSentence(args: readonly string[]): Promise<ExitCode> {
  try {
    return await main(args)
  } catch (error) {
    const { warn, say } = openTerminal(languageOf(args))
    const reason = error instanceof Error ? error.message.split('\n')[0]! : String(error)
    warn(say('error.unexpected', { reason }))
    return EXIT.unusable
  }
}

async function main(args: readonly string[]): Promise<ExitCode> {
  const terminal = openTerminal(languageOf(args))
  const [name, ...rest] = args.filter((arg) => arg !== '--')
  if (name === undefined || name === 'help' || name.startsWith('-')) {
    printHelp(terminal)
    return name === undefined ? EXIT.unusable : EXIT.done
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!load) {
    terminal.warn(
      terminal.say('unknown-command', { name, commands: Object.keys(COMMANDS).join(', ') }),
    )
    return EXIT.unusable
  }
  const { command } = await load()
  const parsed = readArguments(rest, command)
  if (typeof parsed === 'string') {
    terminal.warn(terminal.say('unknown-option', { option: parsed }))
    return EXIT.unusable
  }
  if (parsed.values['help'] === true) {
    terminal.print(terminal.say(`help.${name}`))
    return EXIT.done
  }
  const { json, ...options } = parsed.values
  return command.run({ words: parsed.positionals, json: json === true, options }, terminal)
}

interface Arguments {
  readonly values: Record<string, string | boolean | undefined>
  readonly positionals: string[]
}

/** The arguments of a command, or the one it does not know. */
function readArguments(args: readonly string[], command: Command): Arguments | string {
  const kinds = { json: 'boolean', help: 'boolean', lang: 'string', ...command.options } as const
  const options = Object.fromEntries(Object.entries(kinds).map(([name, type]) => [name, { type }]))
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    return { values: values, positionals }
  } catch {
    return (
      args.find(
        (arg) =>
          arg.startsWith('-') && !Object.hasOwn(kinds, arg.replace(/^-+/, '').split('=')[0]!),
      ) ?? args.at(-1)!
    )
  }
}

/** `--lang`, else the language of the machine, else French. */
function languageOf(args: readonly string[]): Language {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='))
  const named = at < 0 ? undefined : (args[at]!.split('=')[1] ?? args[at + 1])
  const wanted =
    named ?? process.env['JALON_LANG'] ?? process.env['LC_ALL'] ?? process.env['LANG'] ?? ''
  return LANGUAGES.find((language) => wanted.toLowerCase().startsWith(language)) ?? 'fr'
}

function openTerminal(language: Language): Terminal {
  return {
    language,
    say: translator({ fr, en }, language),
    print: (line) => process.stdout.write(`${line}\n`),
    warn: (line) => process.stderr.write(`${line}\n`),
  }
}

function printHelp({ say, print }: Terminal): void {
  print(say('help.intro'))
  for (const name of Object.keys(COMMANDS)) print(say(`help.${name}`))
  print(say('help.common'))
}
