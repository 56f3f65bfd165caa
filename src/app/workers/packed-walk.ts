import type { FixFile } from '../../domain/observation/fix-file.ts'

/** A walk is its fix file: what the phone heard, packed, and what other recorders filled in. */
export type PackedWalk = Omit<FixFile, 'fixes'> & { readonly fixes: Float64Array }
