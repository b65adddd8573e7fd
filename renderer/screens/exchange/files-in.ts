/** Files and folders from a drop, a dialog or the host: handed to the desk, then read as one import. */
import { useState, type DragEvent } from 'react'
import { pageBridge } from '../../app/client/bridge.ts'
import { useClient, useDeskCall } from '../../app/desk.tsx'
import { useMayRemember } from './may-remember.ts'
import { askTables, looksLikeTable, type AskedTable } from './tables-asked.ts'

/** The most that one import takes by path. */
const MOST_PATHS = 1_000
/** Tables of one drop that are looked at beforehand; a whole folder of them is read by the maps that there are. */
const MOST_LOOKED_AT = 20

interface Named {
  readonly name: string
  readonly file: File
}

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')
/** A field for one file takes what is dropped onto it, for a purpose of its own. */
const ontoFileField = ({ target }: DragEvent): boolean => target instanceof Element && target.closest('input[type=file]') !== null

/** `onDropped`: where a drop leads besides, before its files are read. */
export function useFilesIn(onDropped: () => void = () => {}) {
  const client = useClient()
  const bridge = pageBridge()
  const start = useDeskCall('exchange.import')
  const [over, setOver] = useState(false)
  const [placing, setPlacing] = useState(0)
  const [failed, setFailed] = useState<unknown>(null)

  const mayRemember = useMayRemember()

  /** Tables that nobody has explained are asked about; everything else is read at once. */
  const read = async (paths: readonly string[]) => {
    const tables = paths.filter(looksLikeTable)
    const asked: AskedTable[] = []
    if (tables.length <= MOST_LOOKED_AT)
      for (const path of tables) {
        const { problem, known, columns } = await client.call('exchange.previewTable', { path })
        const strange = problem === null && columns.length > 1 && (known === null || (mayRemember && !known.all))
        if (strange) asked.push({ path, name: path.replace(/^.*[/\\]/, '') })
      }
    askTables(asked)
    await readAll(paths.filter((path) => asked.every((one) => one.path !== path)))
  }
  const readAll = async (paths: readonly string[]) => {
    for (let at = 0; at < paths.length; at += MOST_PATHS) await start.mutateAsync({ paths: paths.slice(at, at + MOST_PATHS) })
  }
  const guarded = async (work: () => Promise<void>) => {
    setFailed(null)
    try {
      await work()
    } catch (cause) {
      setFailed(cause)
    } finally {
      setPlacing(0)
    }
  }
  const take = (files: readonly File[]) => {
    if (files.length > 0)
      void guarded(async () => {
        setPlacing(files.length)
        await read(await client.place(files.map((file) => ({ name: file.name, file }))))
      })
  }
  const drop = (event: DragEvent) => {
    setOver(false)
    // What lies further in has taken it.
    if (event.defaultPrevented || !holdsFiles(event) || ontoFileField(event)) return
    event.preventDefault()
    onDropped()
    // The entries must be taken before the first pause: a browser empties the list after the event.
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
    const loose = [...event.dataTransfer.files]
    void guarded(async () => {
      const named = entries.length === 0 ? loose.map((file) => ({ name: file.name, file })) : (await Promise.all(entries.map(filesBelow))).flat()
      if (named.length === 0) return
      setPlacing(named.length)
      await read(await client.place(named))
    })
  }
  return {
    over,
    placing,
    failed,
    take,
    /** Without looking: somebody has said what it holds, or wants it as it is. */
    readNow: (path: string) => void guarded(() => readAll([path])),
    dropProps: {
      onDragOver: (event: DragEvent) => {
        const mine = !event.defaultPrevented && holdsFiles(event) && !ontoFileField(event)
        if (mine) event.preventDefault()
        setOver(mine)
      },
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      },
      onDrop: drop,
    },
    chooseFiles: bridge === null ? null : () => void guarded(async () => read(await bridge.chooseFiles())),
    chooseFolder:
      bridge === null
        ? null
        : () =>
            void guarded(async () => {
              const path = await bridge.chooseFolder()
              if (path !== null) await read([path])
            }),
  }
}

/** All files below a dropped entry, folders by name. */
async function filesBelow(entry: FileSystemEntry): Promise<Named[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return [{ name: file.name, file }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const below: FileSystemEntry[] = []
  // A reader gives a hundred entries at a time, and none when it has no more.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) break
    below.push(...some)
  }
  below.sort((one, other) => one.name.localeCompare(other.name))
  return (await Promise.all(below.map(filesBelow))).flat()
}
