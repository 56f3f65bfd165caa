import type { WalkAssessment } from '../domain/checks/assessment.ts'
import type { Consensus } from '../domain/consensus/consensus-of-tracks.ts'
import type { Finding } from '../domain/checks/finding.ts'
import type { ProposedFix } from '../domain/checks/propose-fix.ts'
import type { DecisionRefusal } from '../domain/catalogue/applied.ts'
import type {
  AnswerEntity,
  CatalogueEntity,
  HeritageEntity,
  ReportEntity,
  TrailEntity,
} from '../domain/catalogue/entity.ts'
import type { Observation } from '../domain/observation/observation.ts'
import type { ContestedField } from '../domain/review/contested-fields.ts'
import type { TrailEvidence } from '../domain/review/evidence.ts'
import type { Proposal } from '../domain/review/proposal.ts'
import type { GateItem } from '../domain/review/publication-gate.ts'
import type { TrailStatus } from '../domain/review/trail-status.ts'

/** One line of the desk's list: `GET /api/desk/trails?territory=…`, most urgent first. */
export interface DeskTrailRow {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly status: TrailStatus
  readonly lengthM: number
  /** Observations without an answer, and the instant the oldest one was received. */
  readonly undecided: number
  readonly oldestUndecidedAt?: string
  readonly bbox: readonly [number, number, number, number]
}
export interface DeskTrailsAnswer {
  readonly jalon: 'desk-trails'
  readonly rows: readonly DeskTrailRow[]
  /** Undecided observations that name no trail. */
  readonly elsewhere: number
}

/** One observation as staff see it: who (a pseudonym), what, and what it would change. */
export interface ReviewedObservation {
  readonly observation: Observation
  readonly seq: number
  readonly receivedAt: string
  readonly author: { readonly pseudonym: string; readonly association?: string }
  readonly answer?: AnswerEntity
  /** The pseudonym of who gave it. */
  readonly answeredBy?: string
  readonly proposal?: Proposal
  /** For tracks: what the server's own checks found; absent while they run. */
  readonly assessment?: WalkAssessment
}

/** `GET /api/desk/trails/<id>`: the evidence for one trail. `…/elsewhere`: what names no trail. */
export interface DeskTrailAnswer {
  readonly jalon: 'desk-trail'
  readonly trail: TrailEntity
  readonly status: TrailStatus
  readonly gate: readonly GateItem[]
  readonly evidence: TrailEvidence
  readonly lineFindings: readonly Finding[]
  /** Corrections of the line, or of what is announced, that can be made without asking where people walk. */
  readonly fixes?: readonly ProposedFix[]
  /** Where its walks say that the trail is; absent with fewer than two, and while it is computed. */
  readonly consensus?: Consensus
  readonly observations: readonly ReviewedObservation[]
  /** Catalogue points and reports on this trail or beside it. */
  readonly heritage: readonly HeritageEntity[]
  readonly reports: readonly ReportEntity[]
  /** What proposals name, and lies neither on this trail nor beside it. */
  readonly targets?: readonly (HeritageEntity | ReportEntity)[]
  readonly publications: readonly PublicationRow[]
}

/** What names no trail: the same rows, without a trail to hang them on. */
export interface DeskElsewhereAnswer extends Pick<
  DeskTrailAnswer,
  'observations' | 'heritage' | 'reports' | 'targets'
> {
  readonly jalon: 'desk-elsewhere'
}

export interface PublicationRow {
  readonly number: number
  readonly publishedAt: string
  readonly sha256: string
  /** Where the frozen version can be read. */
  readonly href: string
}

/** `POST /api/desk/decisions` with one decision Feature. */
export type DecisionAnswer =
  | {
      readonly jalon: 'decision'
      readonly outcome: 'applied' | 'duplicate'
      readonly id: string
      readonly seq: number
      readonly changed: readonly CatalogueEntity[]
    }
  | {
      readonly jalon: 'decision'
      readonly outcome: 'refused'
      readonly id: string
      readonly code: DecisionRefusal | 'gate-closed' | 'invalid'
      readonly field?: string
      readonly current?: CatalogueEntity
      /** For a conflict: what it wanted to change, beside what stands now. */
      readonly contested?: readonly ContestedField[]
      readonly gate?: readonly GateItem[]
    }

/** `POST /api/desk/trail-files?territory=…` (body: the file; header `X-File-Name`): what is in it. */
export interface TrailFileAnswer {
  readonly jalon: 'trail-file'
  readonly name: string
  /** `[lon, lat, ele?]` lines that could become a reference line, longest first. */
  readonly lines: readonly {
    readonly name: string
    readonly lengthM: number
    readonly coordinates: readonly (readonly number[])[]
    /** The line as the file has it, where it was recorded and `coordinates` is cleaned. */
    readonly recorded?: readonly (readonly number[])[]
    readonly findings: readonly Finding[]
  }[]
  readonly problems: readonly {
    readonly code: string
    readonly count: number
    readonly message: string
  }[]
}
