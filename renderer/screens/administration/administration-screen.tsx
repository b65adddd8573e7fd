import { useNavigate, useSearch } from '@tanstack/react-router'
import { useDesk } from '../../app/desk.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useWords } from '../../i18n/text.tsx'
import { Backups } from './backups.tsx'
import { CodeTables } from './code-tables.tsx'
import { Maps } from './maps.tsx'
import { OfficeSettings } from './office-settings.tsx'
import { Rules } from './rules.tsx'
import { StoreCare } from './store-care.tsx'
import { Users } from './users.tsx'

export const ADMINISTRATION_TABS = ['office', 'users', 'codes', 'rules', 'maps', 'backups', 'about'] as const

export function AdministrationScreen() {
  const words = useWords()
  const navigate = useNavigate()
  const asked = useSearch({ from: '/administration' })['tab']?.[0]
  const tab = ADMINISTRATION_TABS.find((one) => one === asked) ?? 'office'
  const user = useDesk('session.get', {}).data?.user
  const administrator = user?.roles.includes('administrator') === true
  const supervisor = user?.roles.includes('supervisor') === true
  return (
    <div className="page">
      <div className="page-head">
        <h1>{words('admin.title')}</h1>
        <Tabs
          label={words('admin.title')}
          panel="admin-panel"
          value={tab}
          onChange={(id) => void navigate({ to: '/administration', search: { tab: [id] } })}
          tabs={ADMINISTRATION_TABS.map((id) => ({ id, label: words(`admin.tab.${id}`) }))}
        />
      </div>
      {tab === 'rules' ? supervisor ? <span /> : <ReadOnly text={words('admin.readOnly.supervisor')} /> : administrator ? <span /> : <ReadOnly text={words('admin.readOnly')} />}
      <div id="admin-panel" role="tabpanel" aria-label={words(`admin.tab.${tab}`)} tabIndex={0} className="page-scroll work-grid">
        {tab === 'office' ? <OfficeSettings may={administrator} /> : null}
        {tab === 'users' ? <Users may={administrator} self={user?.login ?? ''} /> : null}
        {tab === 'codes' ? <CodeTables may={administrator} /> : null}
        {tab === 'rules' ? <Rules may={supervisor} /> : null}
        {tab === 'maps' ? <Maps may={administrator} /> : null}
        {tab === 'backups' ? <Backups may={administrator} /> : null}
        {tab === 'about' ? <StoreCare may={administrator} /> : null}
      </div>
    </div>
  )
}

function ReadOnly({ text }: { readonly text: string }) {
  return <p className="hint read-only">{text}</p>
}
