/** INSEE codes of communes begin so overseas; everywhere else in France it is Paris's hour. */
const OVERSEAS: Readonly<Record<string, string>> = {
  '971': 'America/Guadeloupe',
  '972': 'America/Martinique',
  '973': 'America/Cayenne',
  '974': 'Indian/Reunion',
  '975': 'America/Miquelon',
  '976': 'Indian/Mayotte',
  '977': 'America/St_Barthelemy',
  '978': 'America/Marigot',
  '986': 'Pacific/Wallis',
  '987': 'Pacific/Tahiti',
  '988': 'Pacific/Noumea',
}
const FRANCE = 'Europe/Paris'

/**
 * The time zone in which the days of a territory are cut: the one it names, else that of its first
 * commune by its INSEE code.
 */
export function timeZoneOf({
  timeZone,
  communes,
}: {
  readonly timeZone?: string | undefined
  readonly communes: readonly { readonly code: string }[]
}): string {
  return timeZone ?? OVERSEAS[communes[0]?.code.slice(0, 3) ?? ''] ?? FRANCE
}

/** Whether a name is one of the IANA time zone database, as far as this machine knows it. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
