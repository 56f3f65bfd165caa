/** Accent folding (NFD without its combining marks, lower case): how texts are compared and searched. */
export function foldAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
