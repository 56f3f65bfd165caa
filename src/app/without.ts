/** The record without some of its members. */
export function without<T extends object, K extends string>(
  record: T,
  ...names: readonly K[]
): Omit<T, K> {
  const left = Object.entries(record).filter(([name]) => !names.some((one) => one === name))
  return Object.fromEntries(left) as Omit<T, K>
}
