// Reads what the test runners write down: counts, and each failure with its place and its reason.
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { ROOT } from './prepare.mjs'

/** Vitest's JSON report. */
export function readUnitReport({ testResults, numPassedTests }) {
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const place = relative(ROOT, name)
    const failed = assertionResults
      .filter((test) => test.status === 'failed')
      .map(({ fullName, failureMessages }) => said(place, fullName, failureMessages))
    return failed.length > 0 || status !== 'failed'
      ? failed
      : [said(place, 'the file itself', [message])]
  })
  return { passed: numPassedTests, failures }
}

/** Playwright's JSON report. */
export function readStoriesReport({ suites, stats, errors }) {
  const specs = suites.flatMap(specsOf)
  const failures = specs.flatMap(({ file, line, title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected')
      .map(({ projectName, results }) =>
        said(
          `tests/e2e/${file}:${line} (${projectName})`,
          title,
          results.flatMap((result) => result.errors.map(({ message }) => message)),
        ),
      ),
  )
  const outside = errors.map(({ message }) => said('tests/e2e', 'outside of any story', [message]))
  return { passed: stats.expected + stats.flaky, failures: [...failures, ...outside] }
}

function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)]
}

function said(place, title, messages) {
  return stripVTControlCharacters([`${place} › ${title}`, ...messages].join('\n'))
}
