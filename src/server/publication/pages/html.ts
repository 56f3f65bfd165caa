import { escapeHtml } from '../../http/escape-html.ts'

/** A piece of markup that is safe to put into a page: made by `html`, and by nothing else. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Piece = Markup | string | number | false | null | undefined | readonly Piece[]

/**
 * Markup as a tagged template. Whatever is filled in is escaped, unless it is markup itself; nothing, `false`
 * and `null` leave no trace; lists are joined.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  return new Markup(strings.map((part, i) => part + render(values[i])).join(''))
}

function render(value: Piece): string {
  if (value === undefined || value === null || value === false) return ''
  if (value instanceof Markup) return value.text
  if (typeof value === 'object') return value.map(render).join('')
  return escapeHtml(String(value))
}

/** Markup that another program of ours made whole, such as a QR code. */
export function trusted(text: string): Markup {
  return new Markup(text)
}

/** JSON inside a page: nothing in it may end the element it stands in. */
export function jsonForScript(value: unknown): Markup {
  const text = JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
  return new Markup(text)
}
