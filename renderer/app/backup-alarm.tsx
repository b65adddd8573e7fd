/** Backups that fail: on every screen, until one went well. */
import { Link } from '@tanstack/react-router'
import { DatabaseBackup } from 'lucide-react'
import { useFormats } from '../i18n/format.ts'
import { useSaid, useWords } from '../i18n/text.tsx'
import { useDesk } from './desk.tsx'

export function BackupAlarm() {
  const words = useWords()
  const said = useSaid()
  const { moment } = useFormats()
  const alarm = useDesk('backup.status', {}).data?.alarm ?? null
  if (alarm === null) return null
  return (
    <div className="banner open" role="alert">
      <DatabaseBackup className="i" aria-hidden />
      <span>
        {said('error', alarm)} <span className="small">{words('backup.alarm.since', { since: moment(alarm.since) })}</span>
      </span>
      <span className="grow" />
      <Link to="/administration" search={{ tab: ['backups'] }}>
        {words('backup.alarm.see')}
      </Link>
    </div>
  )
}
