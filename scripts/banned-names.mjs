// Words of a private language: no file and no export is named by one of them alone. Inside another word they are
// free (`answerOf`, `markDamaged`); the field's word stands beside each.
export const BANNED = {
  'once-more': 'run-coalesced',
  together: 'batch-queue',
  'newest-answer': 'take-latest',
  'patient-body': 'body-with-timeout',
  'at-once': 'concurrency-limit',
  'still-in': 'recheck-session',
  forgotten: 'erased-accounts',
  'kept-plans': 'reuse-plans-dialect',
  'kept-pages': 'page-cache',
  'remembered-evidence': 'evidence-cache',
  'walks-together': 'joint-assessment-cache',
  'known-trails': 'evidence-index',
  'server-changes': 'live-updates',
  departure: 'checklist',
  standing: 'review-status, OutboxStatus',
  ground: 'basemap, terrain, elevation profile',
  mark: 'cacheKey, pinLabel, stamp',
  answer: 'ApiResult, verdict, testSheetAnswers',
  'waiting-room': 'pending-records',
  room: 'storage-quota',
  'draft-in-hand': 'use-draft',
  'voice-take': 'voice-recorder',
  without: 'omit',
  'without-absent': 'defined',
}

/** `waitingRoom`, `WaitingRoom` and `waiting-room` are one name. */
const plain = (name) => name.replaceAll('-', '').toLowerCase()
const banned = new Map(Object.entries(BANNED).map(([name, better]) => [plain(name), better]))
const EXPORT =
  /^export (?:declare )?(?:async )?(?:abstract )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm

/** The banned names of one file, each as `name: the better word`. */
export function bannedNames({ name, text }) {
  const base = name
    .split(/[\\/]/)
    .at(-1)
    .replace(/\.(test|spec|contract|worker)?\.?\w+$/, '')
  const names = [base, ...Array.from(text.matchAll(EXPORT), ([, exported]) => exported)]
  return names
    .filter((one) => banned.has(plain(one)))
    .map((one) => `${one}: ${banned.get(plain(one))}`)
}
