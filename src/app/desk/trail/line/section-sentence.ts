import type { CoverageSection } from './coverage-sections.ts'
import type { DeskWords } from '../../shell/desk-words.ts'

export function sectionSentence(section: CoverageSection, { t, format }: DeskWords): string {
  const { intervalM, state, walks, lastAt } = section
  const common = {
    from: format.distance(intervalM[0]),
    to: format.distance(intervalM[1]),
    state: t(`desk.coverage.${state}`),
  }
  return lastAt === undefined
    ? t('desk.coverage.section', common)
    : t('desk.coverage.sectionLast', {
        ...common,
        walks: t('desk.coverage.walks', { count: walks }),
        date: format.date(lastAt),
      })
}
