import { ref, shallowRef } from 'vue'
import type { TrailFileAnswer } from '../../../contract/desk.ts'
import { useDesk } from '../shell/desk-ports.ts'
import { failureSentence, useDeskWords } from '../shell/desk-words.ts'
import { useDeskStore } from '../queue/desk.store.ts'

/** Reads the lines of a file that somebody gives: what is in it, or why nothing is. */
export function useTrailFile() {
  const { api } = useDesk()
  const words = useDeskWords()
  const store = useDeskStore()
  /** The name of the file being read. */
  const reading = ref('')
  const problem = ref<{ readonly title: string; readonly text: string } | null>(null)
  const found = shallowRef<TrailFileAnswer | null>(null)

  async function read(file: File): Promise<void> {
    reading.value = file.name
    forget()
    const answer = await api.readTrailFile(store.territoryId, file)
    reading.value = ''
    if (!answer.ok) {
      const isFile = answer.why === 'problem'
      problem.value = {
        title: isFile ? words.t('desk.newTrail.bad') : '',
        text: failureSentence(answer, words),
      }
    } else if (answer.value.lines.length === 0) {
      problem.value = {
        title: words.t('desk.newTrail.bad'),
        text: words.t('desk.newTrail.noLine', { name: file.name }),
      }
    } else found.value = answer.value
  }
  function forget(): void {
    found.value = null
    problem.value = null
  }
  return { reading, problem, found, read, forget }
}
