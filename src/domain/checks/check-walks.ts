import type { Position } from 'geojson'
import { admitTracks } from '../consensus/admit-tracks.ts'
import { consensusOfTracks, type Consensus } from '../consensus/consensus-of-tracks.ts'
import { indexLine, type IndexedLine } from '../geo/line-index.ts'
import type { Finding } from './finding.ts'
import { hasLength } from './has-length.ts'
import { runChecks } from './run-checks.ts'
import type { ConsensusFacts, NamedWalk, Subject } from './subject.ts'
import { walkSections } from './walk-sections.ts'

/** Several walks of one trail. */
export interface WalksToCheck {
  /** The line in force; absent where there is none yet. */
  readonly line?: readonly Position[]
  readonly walks: readonly NamedWalk[]
  /** Under trees receivers disagree more, and it means less. */
  readonly forest?: boolean
}

/** What several walks say together of a trail. */
export interface WalksAssessment {
  readonly consensus: Consensus
  readonly findings: readonly Finding[]
}

/**
 * Lays several walks together: where the trail really is, and the findings that one walk alone cannot
 * give (CMP-08 to CMP-10, CNS-01 to CNS-03). Deterministic, like `assessWalk`.
 */
export function checkWalks(input: WalksToCheck): WalksAssessment {
  const { walks, forest } = input
  const line = indexedLineOf(input)
  const consensus = consensusOfTracks(walks, line ? line.positions : null)
  const subject = { ...besideLine(line, walks), ...consensusFacts(consensus, line, forest) }
  return { consensus, findings: runChecks('walks', subject) }
}

/** The same without a consensus: CMP-08 to CMP-10 alone. */
export function compareWalks(input: WalksToCheck): readonly Finding[] {
  const subject = besideLine(indexedLineOf(input), input.walks)
  return runChecks('walks', subject)
}

function indexedLineOf({ line }: WalksToCheck): IndexedLine | null {
  return line && hasLength(line) ? indexLine(line) : null
}

function besideLine(line: IndexedLine | null, walks: readonly NamedWalk[]): Subject {
  const admitted = admitTracks(walks)
  if (!line || admitted.tracks.length < 2) return { walks }
  return { walks, line, sections: walkSections(line, admitted) }
}

function consensusFacts(
  { line: found }: Consensus,
  line: IndexedLine | null,
  forest: boolean | undefined,
): { consensus?: ConsensusFacts } {
  if (!found || found.coordinates.length < 2) return {}
  return {
    consensus: {
      line: indexLine(found.coordinates),
      support: found.support,
      spreadM: found.spreadM,
      lengthM: found.drawnLengthM,
      ...(line ? { previousLengthM: line.path.lengthM } : {}),
      ...(forest === undefined ? {} : { forest }),
    },
  }
}
