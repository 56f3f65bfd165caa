import type access from './fr/access.json'
import type app from './fr/app.json'
import type checks from './fr/checks.json'
import type cli from './fr/cli.json'
import type departure from './fr/departure.json'
import type desk from './fr/desk.json'
import type field from './fr/field.json'
import type formats from './fr/formats.json'
import type note from './fr/note.json'
import type packs from './fr/packs.json'
import type problems from './fr/problems.json'
import type publicWords from './fr/public.json'
import type server from './fr/server.json'
import type ui from './fr/ui.json'
import type watch from './fr/watch.json'

/** The words of every area, as French has them: French is written first. */
interface Areas {
  readonly access: typeof access
  readonly app: typeof app
  readonly checks: typeof checks
  readonly cli: typeof cli
  readonly departure: typeof departure
  readonly desk: typeof desk
  readonly field: typeof field
  readonly formats: typeof formats
  readonly note: typeof note
  readonly packs: typeof packs
  readonly problems: typeof problems
  readonly public: typeof publicWords
  readonly server: typeof server
  readonly ui: typeof ui
  readonly watch: typeof watch
}

/** Every dotted path to a sentence; a group with `other` below it is a sentence too, chosen by `count`. */
type PathsOf<Group> = {
  [Key in keyof Group & string]: Group[Key] extends string
    ? Key
    : | `${Key}.${PathsOf<Group[Key]>}`
      | (Group[Key] extends { readonly other: string } ? Key : never)
}[keyof Group & string]

/** A key that has a sentence: a typing error is a compile error. */
export type MessageKey = PathsOf<Areas>
