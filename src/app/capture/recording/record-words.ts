import type { Words } from '../../ui/words.ts'
import type { RecorderView } from './recorder.ts'

export type RecordTone = 'good' | 'attention' | 'stop' | 'calm'

export interface RecordState {
  readonly word: string
  readonly tone: RecordTone
  readonly help?: string
}

/** The one huge word of the recording screen: what is happening, truthfully. */
export function recordState(view: RecorderView, { t, figures }: Words): RecordState {
  const { state, storageFailing, unsaved, coarse, silentMs } = view
  if (state.phase === 'paused') return { word: t('field.record.state.paused'), tone: 'calm' }
  if (storageFailing)
    return {
      word: t('field.record.state.storage'),
      tone: 'stop',
      help: t('field.record.stateHelp.storage', { count: unsaved }),
    }
  if (state.alarm === 'permission')
    return {
      word: t('field.record.state.permission'),
      tone: 'stop',
      help: t('field.record.stateHelp.permission'),
    }
  if (state.alarm === 'silent')
    return {
      word: t('field.record.state.silent', { time: figures.duration(silentMs / 1_000) }),
      tone: 'stop',
      help: t('field.record.stateHelp.silent'),
    }
  if (!state.last) return { word: t('field.record.state.searching'), tone: 'attention' }
  if (coarse)
    return {
      word: t('field.record.state.recording'),
      tone: 'stop',
      help: t('field.record.stateHelp.coarse'),
    }
  return { word: t('field.record.state.recording'), tone: 'good' }
}

/**
 * The same for those who listen: without the figures that change while the state does not, so that a
 * state is read out once.
 */
export function heardState(view: RecorderView, words: Words): string {
  const { t } = words
  const { word, help } = recordState(view, words)
  const isPaused = view.state.phase === 'paused'
  if (!isPaused && view.storageFailing)
    return `${word}. ${t('field.record.stateHelp.storageHeard')}`
  const isSilent = !isPaused && view.state.alarm === 'silent'
  const said = isSilent ? t('field.record.state.silentHeard') : word
  return help ? `${said}. ${help}` : said
}

/** Accuracy in three words: good to 10 m, fair to 25 m (what a line is made of), poor beyond. */
export function accuracyWord(accuracyM: number): 'good' | 'fair' | 'poor' {
  if (accuracyM <= 10) return 'good'
  return accuracyM <= 25 ? 'fair' : 'poor'
}

const WINDS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const

/** A bearing as a wind: what people can point at. */
export function windOf(bearingDeg: number): (typeof WINDS)[number] {
  return WINDS[Math.round(bearingDeg / 45) % 8]!
}
