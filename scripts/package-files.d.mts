type Named = Readonly<Record<string, string>>
interface Project {
  readonly name: string
  readonly version: string
  readonly dependencies: Named
  readonly optionalDependencies: Named
}
interface Lock {
  readonly packages: Readonly<Record<string, object>>
}
export const PACKAGED: readonly string[]
export const PROGRAMS: Named
export function packageManifest(project: Project): Project & { readonly engines: Named }
export function packageLock(lock: object, project: Project): Lock
