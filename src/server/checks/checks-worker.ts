import { parentPort } from 'node:worker_threads'
import { assessWalk } from '../../domain/checks/assess-walk.ts'
import { checkTrail } from '../../domain/checks/check-trail.ts'
import { checkWalks } from '../../domain/checks/check-walks.ts'
import { openRescue } from '../../domain/formats/open-rescue.ts'
import { readFile } from '../../domain/formats/read-file.ts'
import { trackOfFixFile } from '../../domain/observation/track-of-fix-file.ts'
import type { Job, JobReply, JobRequest } from './jobs.ts'

/** The thread beside the server: the domain's heavy functions, and no logic of its own. */
parentPort?.on('message', ({ id, job }: JobRequest) => {
  parentPort?.postMessage(answer(id, job))
})

function answer(id: number, job: Job): JobReply {
  try {
    return { id, result: run(job) }
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

function run(job: Job) {
  switch (job.kind) {
    case 'assess-walk': {
      const { file, trail, nowMs } = job
      return assessWalk(trackOfFixFile(file), trail, { nowMs })
    }
    case 'check-line':
      return checkTrail(job.trail)
    case 'check-walks': {
      const walks = job.walks.map(({ file, ...walk }) => ({ ...walk, track: trackOfFixFile(file) }))
      return checkWalks({ line: job.line, walks })
    }
    case 'read-file':
      return readFile(job.bytes)
    case 'open-rescue':
      return openRescue(job.bytes)
  }
}
