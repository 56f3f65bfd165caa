import { describe, expect, it } from 'vitest'
import { outboxRows, waitingCount, type OutboxFacts } from '../../../src/app/sync/outbox-rows.ts'
import { refusalSentence } from '../../../src/app/sync/outbox-sentence.ts'
import type { AnswerEntity } from '../../../src/domain/catalogue/entity.ts'
import type { OutboxItem } from '../../../src/app/storage/rows.ts'
import { PROBLEMS } from '../../../src/contract/problem.ts'
import enField from '../../../src/locales/en/field.json' with { type: 'json' }
import enProblems from '../../../src/locales/en/problems.json' with { type: 'json' }
import frField from '../../../src/locales/fr/field.json' with { type: 'json' }
import frProblems from '../../../src/locales/fr/problems.json' with { type: 'json' }
import { translator } from '../../../src/locales/translate.ts'

const item = (id: string, change: Partial<OutboxItem> = {}): OutboxItem => ({
  id,
  kind: 'trail-report',
  territory: 'landes-chalosse',
  state: 'received',
  queuedAtMs: 1,
  blobs: [],
  attempts: 0,
  nextAttemptAtMs: 0,
  label: 'securite/arbre-tombe',
  receipt: { server: 's', epoch: 'e', seq: 1, receivedAt: '2026-05-12T08:00:00Z', blobs: [] },
  ...change,
})
const answer = (id: string, outcome: 'accepted' | 'merged' | 'refused', reason?: string) =>
  [id, { id, properties: { kind: 'answer', outcome, reason } } as unknown as AnswerEntity] as const
const facts = (change: Partial<OutboxFacts>): OutboxFacts => ({
  items: [],
  drafts: [],
  walks: [],
  answers: new Map(),
  reports: [],
  territory: 'landes-chalosse',
  nowMs: 1_000,
  ...change,
})

describe('Mes envois', () => {
  it('[P29] what was noted for another territory waits for it', () => {
    const away = item('away', { state: 'waiting', territory: 'bearn' })
    expect(outboxRows(facts({ items: [away] }))[0]?.status).toEqual({ id: 'elsewhere' })
  })

  it('shows what was drawn on a photo, and says that something was said', () => {
    const blob = (name: string, mediaType: string) => ({
      sha256: name.repeat(64),
      bytes: 1,
      mediaType,
    })
    const sketch = { strokes: [[[1, 2]]] }
    const blobs = [{ ...blob('a', 'image/jpeg'), widthPx: 4, heightPx: 3, sketch }]
    const spoken = { ...blob('b', 'audio/webm'), durationMs: 4_000 }
    const said = item('a', { blobs: [...blobs, spoken] })
    const [row, plain] = outboxRows(facts({ items: [said, item('b', { queuedAtMs: 0 })] }))
    expect(row).toMatchObject({ photos: [{ widthPx: 4, sketch }], voice: spoken })
    expect(row!.photos).toHaveLength(1)
    expect(plain).toMatchObject({ photos: [] })
    expect(plain).not.toHaveProperty('voice')
  })

  it('[P09] says what became of each thing, and offers one action', () => {
    const rows = outboxRows(
      facts({
        items: [
          item('a', { state: 'waiting', queuedAtMs: 6 }),
          item('b', { state: 'waiting', queuedAtMs: 5, nextAttemptAtMs: 9_000 }),
          item('c', { queuedAtMs: 4 }),
          item('d', { queuedAtMs: 3 }),
          item('e', { queuedAtMs: 2 }),
          item('f', { state: 'attention', refusal: { code: 'too-large' }, queuedAtMs: 1 }),
        ],
        answers: new Map([answer('d', 'merged'), answer('e', 'refused', 'Déjà réparé')]),
      }),
    )
    expect(rows.map(({ status }) => status)).toEqual([
      { id: 'waiting' },
      { id: 'retry', atMs: 9_000 },
      { id: 'received', at: '2026-05-12T08:00:00Z' },
      { id: 'merged' },
      { id: 'refused', reason: 'Déjà réparé' },
      { id: 'attention', code: 'too-large' },
    ])
    expect(rows.map(({ action }) => action)).toEqual([null, 'retry', null, null, null, 'retry'])
    expect(rows[0]?.fields).toEqual({ category: 'securite', subtype: 'arbre-tombe' })
  })

  it('counts what still has to leave this phone', () => {
    const walk = { territory: 't', startedAtMs: 1, answers: {} }
    const waiting = facts({
      items: [item('a', { state: 'waiting' }), item('b'), item('c', { state: 'attention' })],
      walks: [
        { ...walk, id: 'w', state: 'ended' },
        { ...walk, id: 'x', state: 'queued' },
      ],
    })
    expect(waitingCount(waiting)).toBe(3)
  })

  it.each(['fr', 'en'] as const)(
    '[P09] every refusal has a sentence of its own in %s',
    (language) => {
      const t = translator(
        {
          fr: { field: frField, problems: frProblems },
          en: { field: enField, problems: enProblems },
        },
        language,
      )
      const codes = [
        ...Object.keys(PROBLEMS),
        ...Object.keys(frProblems.record),
        ...Object.keys(frField.outbox.refusal),
      ]
      const unknown = refusalSentence({ code: '?' }, { t })
      for (const code of codes) {
        const sentence = refusalSentence({ code }, { t })
        expect(sentence.length).toBeGreaterThan(10)
        if (code !== 'unknown') expect(sentence).not.toBe(unknown)
      }
    },
  )
})
