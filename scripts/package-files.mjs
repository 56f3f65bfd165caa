// What a package of Jalon is made of: the same places below its root as in the project, and two ways in.

/** Copied as they are. The command `npm run build` makes `dist`. */
export const PACKAGED = [
  'dist/app',
  'dist/server',
  'data/demo',
  'deploy',
  'docs/cli.md',
  'docs/operations.md',
  'LICENSE',
]

/** Programs below the package root; stack traces name the lines of the sources. */
export const PROGRAMS = {
  'server.mjs': "process.setSourceMapsEnabled(true)\nawait import('./dist/server/server.mjs')\n",
  'jalon.mjs': "#!/usr/bin/env node\nawait import('./dist/server/jalon.mjs')\n",
  // No package that it needs has a script to run at its installation.
  '.npmrc': 'ignore-scripts=true\naudit=false\nfund=false\n',
}

/** The manifest of the package: what is needed to run it, and nothing to build it. */
export function packageManifest({ name, version, description, license, dependencies }) {
  return {
    name,
    version,
    private: true,
    description,
    license,
    type: 'module',
    engines: { node: '>=22.14' },
    bin: { jalon: 'jalon.mjs' },
    scripts: { start: 'node server.mjs', jalon: 'node jalon.mjs' },
    dependencies,
  }
}

/** The lock file of the package: the entries of the project's own that production needs, on any platform. */
export function packageLock(lock, project) {
  const { name, version, license, engines, bin, dependencies } = packageManifest(project)
  const tools = new Set(
    Object.keys(project.optionalDependencies).map((tool) => `node_modules/${tool}`),
  )
  const needed = Object.entries(lock.packages).filter(
    ([path, { dev }]) => path !== '' && !dev && !tools.has(path),
  )
  return {
    name,
    version,
    lockfileVersion: lock.lockfileVersion,
    requires: true,
    packages: {
      '': { name, version, license, dependencies, bin, engines },
      ...Object.fromEntries(needed),
    },
  }
}
