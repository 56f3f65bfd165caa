/** The `code` of an error of Node.js, of a database driver, or of anything else that was thrown; empty without one. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}
