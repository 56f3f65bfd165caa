export function chromium(): string
export function ogrinfo(): string | null
