import { raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

/** A piece of markup that is safe to put into a page: made by `html` of Hono, which escapes what is filled in. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

/** JSON inside a page: nothing in it may end the element it stands in. */
export function jsonForScript(value: unknown): HtmlEscapedString {
  const text = JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
  return raw(text)
}
