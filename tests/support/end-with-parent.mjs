// Parent-death watchdog, preloaded into a child process (`node --import`): when the parent dies, however it dies,
// the pipe that is this process's input closes, and this process ends. Read `childOptions` of `child-of-test.ts`.
import { isMainThread } from 'node:worker_threads'

// Its own children inherit the flag, not the pipe.
if (isMainThread && process.env.JALON_ENDS_WITH === String(process.ppid)) {
  const end = () => process.kill(process.pid, 'SIGKILL')
  process.stdin.on('error', end).on('end', end).resume()
  process.stdin.unref()
}
