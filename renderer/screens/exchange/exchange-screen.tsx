/** What comes in from the post and what goes out to it. Files may be dropped anywhere on this screen. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { FileUp, FolderUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { useDesk } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords } from '../../i18n/text.tsx'
import { ImportProgress } from './import-progress.tsx'
import { MessageList } from './message-list.tsx'
import { OutTray } from './out-tray.tsx'
import { TryMap } from './try-map.tsx'
import { useFilesIn } from './files-in.ts'
import { TablePreview } from './table-preview.tsx'
import { answeredTable, useAskedTables } from './tables-asked.ts'

export const EXCHANGE_TABS = ['in', 'out', 'aside', 'try'] as const
type Tab = (typeof EXCHANGE_TABS)[number]

export function ExchangeScreen() {
  const words = useWords()
  const { count } = useFormats()
  const navigate = useNavigate()
  const asked = useSearch({ from: '/exchange' })['tab']?.[0]
  const tab = EXCHANGE_TABS.find((one) => one === asked) ?? 'in'
  const session = useDesk('session.get', {}).data
  const { over, placing, failed, dropProps, chooseFiles, chooseFolder, take, readNow } = useFilesIn()
  const tables = useAskedTables()
  const [table] = tables
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const [dismissed, setDismissed] = useState<string | null>(null)
  const go = (to: string) => void navigate({ to: '/exchange', search: to === 'in' ? {} : { tab: [to] } })
  const counts: Partial<Record<Tab, number>> = { out: session?.waiting.out ?? 0, aside: session?.waiting.setAside ?? 0 }
  return (
    <div className="exchange" {...dropProps}>
      <div className="page">
        <div className="page-head">
          <h1>{words('exchange.title')}</h1>
          <Tabs
            label={words('exchange.title')}
            panel="exchange-panel"
            value={tab}
            onChange={go}
            tabs={EXCHANGE_TABS.map((one) => ({ id: one, label: words(`exchange.tab.${one}`), count: (counts[one] ?? 0) > 0 ? count(counts[one] ?? 0) : undefined }))}
          />
          <span className="grow" />
          <Button onPress={() => (chooseFolder === null ? folder.current?.click() : chooseFolder())}>
            <FolderUp className="i" aria-hidden />
            {words('exchange.chooseFolder')}
          </Button>
          <Button look="primary" onPress={() => (chooseFiles === null ? files.current?.click() : chooseFiles())}>
            <FileUp className="i" aria-hidden />
            {words('exchange.choose')}
          </Button>
          <input
            ref={files}
            type="file"
            multiple
            hidden
            aria-label={words('exchange.choose')}
            onChange={(event) => (take([...(event.target.files ?? [])]), (event.target.value = ''))}
          />
          <input
            ref={folder}
            type="file"
            multiple
            hidden
            aria-label={words('exchange.chooseFolder')}
            {...{ webkitdirectory: '' }}
            onChange={(event) => (take([...(event.target.files ?? [])]), (event.target.value = ''))}
          />
        </div>
        <ImportProgress placing={placing} failed={failed} dismissed={dismissed} onDismiss={setDismissed} />
        <div id="exchange-panel" role="tabpanel" aria-label={words(`exchange.tab.${tab}`)} className="work-grid">
          {tab === 'in' ? <MessageList status={null} key="in" /> : tab === 'aside' ? <MessageList status="set-aside" key="aside" /> : tab === 'out' ? <OutTray /> : <TryMap />}
        </div>
      </div>
      {table === undefined ? null : (
        <TablePreview
          key={table.path}
          table={table}
          more={tables.length - 1}
          onClose={() => answeredTable(table.path)}
          onRead={() => {
            answeredTable(table.path)
            readNow(table.path)
          }}
        />
      )}
      {over ? <div className="drop">{words('exchange.drop.release')}</div> : null}
    </div>
  )
}
