import type { Context } from 'hono'

/** The reader's language among those we have: `?lang=`, then `Accept-Language`, then the default. */
export function languageOf(c: Context, otherwise: 'fr' | 'en'): 'fr' | 'en' {
  const asked = c.req.query('lang')
  if (asked === 'fr' || asked === 'en') return asked
  const accepted = (c.req.header('Accept-Language') ?? '')
    .split(',')
    .map((part, order) => {
      const [tag = '', ...rest] = part.trim().split(';')
      const weight = rest.map((one) => /^\s*q=([\d.]+)$/.exec(one)?.[1]).find(Boolean)
      return { language: tag.slice(0, 2).toLowerCase(), weight: Number(weight ?? 1), order }
    })
    .filter(({ language, weight }) => (language === 'fr' || language === 'en') && weight > 0)
    .sort((a, b) => b.weight - a.weight || a.order - b.order)
  return (accepted[0]?.language as 'fr' | 'en' | undefined) ?? otherwise
}
