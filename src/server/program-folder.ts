import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Package root: the nearest folder above this file with a `package.json`. The same files lie below it, whether the
 * server runs from its sources, from `dist/server`, or from an unpacked package: `data/demo`, `dist/app`.
 */
const PROGRAM_FOLDER = packageRoot(import.meta.dirname)

/** The absolute path of a file that comes with the program, from its path below the package root. */
export function programFile(path: string): string {
  return join(PROGRAM_FOLDER, path)
}

function packageRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder
  const above = dirname(folder)
  if (above === folder) throw new Error('No package.json lies above the program.')
  return packageRoot(above)
}
