/** Stands in the list for "nothing more here": only the text before it counts. */
const END = Symbol('end')

/**
 * The one text of a record: members sorted by name (UTF-16 code units), no spaces, as RFC 8785 (JCS)
 * does for JSON values. Two records with the same canonical text are the same record, whatever the
 * order of their members. Works with a list instead of the stack: no depth exhausts it (promise P30).
 */
export function canonicalJson(value: unknown): string {
  const waiting: unknown[] = [value]
  const before: string[] = ['']
  let text = ''
  while (waiting.length > 0) {
    const next = waiting.pop()
    text += before.pop()!
    if (next === END) continue
    if (next === null || typeof next !== 'object') {
      text += JSON.stringify(next) ?? 'null'
      continue
    }
    const isList = Array.isArray(next)
    text += isList ? '[' : '{'
    waiting.push(END)
    before.push(isList ? ']' : '}')
    const members: readonly unknown[] = isList ? next : membersOf(next as Record<string, unknown>)
    for (let i = members.length - 1; i >= 0; i -= 1) {
      const comma = i === 0 ? '' : ','
      const [name, member] = isList ? ['', members[i]] : (members[i] as [string, unknown])
      waiting.push(member)
      before.push(isList ? comma : `${comma}${JSON.stringify(name)}:`)
    }
  }
  return text
}

function membersOf(value: Record<string, unknown>): readonly unknown[] {
  return Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
    .map((name) => [name, value[name]])
}
