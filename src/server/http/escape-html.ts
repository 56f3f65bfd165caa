import { escapeToBuffer, type StringBuffer } from 'hono/utils/html'

/** A text that cannot end the element or the attribute it stands in. */
export function escapeHtml(text: string): string {
  const buffer: StringBuffer = ['']
  escapeToBuffer(text, buffer)
  return buffer[0] as string
}
