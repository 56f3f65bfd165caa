import { spawnSync } from 'node:child_process'
import type { Answer } from './reading.ts'

/** A program of the machine that reads GPX. */
export interface Program {
  readonly name: string
  readonly read: (path: string, rounds: number) => Answer
}

const PATIENCE_MS = 60_000
/** Where a system keeps the Python that its own packages are for. */
const PYTHONS = ['python3', '/usr/bin/python3']
const GPXPY = `
import json, sys, time, gpxpy
from gpxpy import parser
gpxpy.parse(open(sys.argv[2], 'rb'))
best, points = 1e9, 0
for _ in range(int(sys.argv[3])):
    start = time.perf_counter()
    with open(sys.argv[1], 'rb') as file:
        points = gpxpy.parse(file).get_track_points_no()
    best = min(best, time.perf_counter() - start)
print(json.dumps({'points': points, 'ms': 1000 * best}))
`

/** The programs that are there, with their versions; the others are named as missing. */
export function findPrograms(warmUp: string): { programs: Program[]; missing: string[] } {
  const found = [gpxpy(warmUp), gpsbabel()]
  return {
    programs: found.filter((one) => typeof one !== 'string'),
    missing: found.filter((one) => typeof one === 'string'),
  }
}

/** Timed inside Python: its start is not counted. */
function gpxpy(warmUp: string): Program | string {
  for (const python of PYTHONS) {
    const version = run(python, ['-c', 'import importlib.metadata as m; print(m.version("gpxpy"))'])
    if (version === null) continue
    const name = `gpxpy ${version.trim()}, ${hasLxml(python) ? 'lxml' : 'ElementTree'}`
    return {
      name,
      read: (path, rounds) => {
        const said = run(python, ['-c', GPXPY, path, warmUp, String(rounds)])
        return said === null ? { error: 'failed' } : (JSON.parse(said) as Answer)
      },
    }
  }
  return 'gpxpy'
}

/** The whole program, start and writing to nowhere included: it cannot be asked for less. */
function gpsbabel(): Program | string {
  const version = /([\d.]+)/.exec(run('gpsbabel', ['-V']) ?? '')?.[1]
  if (!version) return 'gpsbabel'
  return {
    name: `gpsbabel ${version}, whole program`,
    read: (path, rounds) => {
      let ms = Infinity
      let written = ''
      for (let k = 0; k < rounds; k += 1) {
        const fromMs = performance.now()
        const said = run('gpsbabel', ['-i', 'gpx', '-f', path, '-o', 'gpx', '-F', '-'])
        if (said === null) return { error: 'failed' }
        ms = Math.min(ms, performance.now() - fromMs)
        written = said
      }
      return { points: written.split('<trkpt').length - 1, ms }
    },
  }
}

function hasLxml(python: string): boolean {
  return run(python, ['-c', 'import lxml']) !== null
}

/** What a program prints; `null` when it is not there, fails, or takes too long. */
function run(command: string, args: readonly string[]): string | null {
  const { status, stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: PATIENCE_MS,
    maxBuffer: 200_000_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return status === 0 ? stdout : null
}
