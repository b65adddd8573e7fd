/** Scheduled backups: where, when, how many stay; and how they went. */
import { CircleAlert, CircleCheck, DatabaseBackup } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { Input, Output } from '../../../shared/contract.ts'
import { useDesk, useDeskCall } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { CheckInput, FieldError, SelectInput, TextInput } from '../../components/fields.tsx'
import { Bones, EmptyState, ErrorState, useErrorText } from '../../components/states.tsx'
import { toastDone } from '../../components/toast.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useSaid, useWords } from '../../i18n/text.tsx'
import { FolderInput } from '../start/set-up.tsx'

type Status = Output<'backup.status'>
type Plan = Input<'backup.setPlan'>

export function Backups({ may }: { readonly may: boolean }) {
  const query = useDesk('backup.status', {})
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <Bones lines={10} />
  return (
    <div className="form">
      <Standing status={query.data} may={may} />
      <PlanForm key={JSON.stringify(query.data.plan)} plan={query.data.plan} may={may} />
      <History runs={query.data.history} />
    </div>
  )
}

function Standing({ status, may }: { readonly status: Status; readonly may: boolean }) {
  const words = useWords()
  const said = useSaid()
  const errorText = useErrorText()
  const { moment, since } = useFormats()
  const now = useDeskCall('backup.now')
  const { plan, alarm, lastGood, next, running } = status
  const planned = plan !== null && plan.enabled
  return (
    <section className="card">
      <h2 className="line">
        {alarm !== null ? <CircleAlert className="i open" aria-hidden /> : lastGood !== null ? <CircleCheck className="i go" aria-hidden /> : null}
        {words(alarm !== null ? 'backup.state.failing' : !planned ? 'backup.state.off' : lastGood === null ? 'backup.state.none' : 'backup.state.well')}
      </h2>
      {alarm === null ? null : <p>{said('error', alarm)}</p>}
      <p className="muted">
        {lastGood === null ? words('backup.last.none') : words('backup.last', { at: moment(lastGood.at), since: since(lastGood.at) })}
        {next === null ? null : ` ${words('backup.next', { at: moment(next) })}`}
      </p>
      {may && plan !== null ? (
        <div>
          <Button isDisabled={running !== null} isPending={now.isPending} onPress={() => now.mutate({})}>
            {running === null ? words('backup.now') : words('backup.running')}
          </Button>
        </div>
      ) : null}
      {now.isError ? <FieldError text={errorText(now.error)} /> : null}
    </section>
  )
}

const NONE: Plan = { enabled: true, folder: '', every: { hours: 6 }, keep: { last: 7, daily: 7, weekly: 4 } }
const KEEP = { last: [1, 1_000], daily: [0, 366], weekly: [0, 520] } as const
type KeepField = keyof typeof KEEP

function PlanForm({ plan, may }: { readonly plan: Status['plan']; readonly may: boolean }) {
  const words = useWords()
  const errorText = useErrorText()
  const call = useDeskCall('backup.setPlan')
  const from = plan ?? NONE
  const [enabled, setEnabled] = useState(from.enabled)
  const [folder, setFolder] = useState(from.folder)
  const [rhythm, setRhythm] = useState<'hours' | 'daily'>('daily' in from.every ? 'daily' : 'hours')
  const [hours, setHours] = useState('hours' in from.every ? String(from.every.hours) : '6')
  const [daily, setDaily] = useState('daily' in from.every ? from.every.daily : '03:30')
  const [keep, setKeep] = useState<Readonly<Record<KeepField, string>>>({ last: String(from.keep.last), daily: String(from.keep.daily), weekly: String(from.keep.weekly) })
  const [tried, setTried] = useState(false)

  const within = (text: string, [min, max]: readonly [number, number]) =>
    /^\d+$/.test(text.trim()) && Number(text) >= min && Number(text) <= max ? null : words('office.number', { min, max })
  const errors = {
    folder: enabled && folder.trim() === '' ? words('field.required') : null,
    hours: rhythm === 'hours' ? within(hours, [1, 168]) : null,
    daily: rhythm === 'daily' && !/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(daily) ? words('backup.daily.wrong') : null,
    last: within(keep.last, KEEP.last),
    dailyKept: within(keep.daily, KEEP.daily),
    weekly: within(keep.weekly, KEEP.weekly),
  }
  const shown = (error: string | null) => (tried ? error : null)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.values(errors).some((error) => error !== null)) return
    void call
      .mutateAsync({
        enabled,
        folder: folder.trim(),
        every: rhythm === 'hours' ? { hours: Number(hours) } : { daily },
        keep: { last: Number(keep.last), daily: Number(keep.daily), weekly: Number(keep.weekly) },
      })
      .then(
        () => toastDone(words('admin.saved')),
        () => {},
      )
  }
  const common = { disabled: !may }
  const kept = (field: KeepField) => ({ value: keep[field], onChange: (value: string) => setKeep((before) => ({ ...before, [field]: value })), mono: true, ...common })
  return (
    <form className="card" onSubmit={send} noValidate>
      <h2>{words('backup.plan')}</h2>
      <p className="muted">{words('backup.plan.text')}</p>
      <CheckInput label={words('backup.enabled')} checked={enabled} onChange={setEnabled} {...common} />
      <FolderInput label={words('backup.folder')} hint={words('backup.folder.hint')} value={folder} onChange={setFolder} required error={shown(errors.folder)} {...common} />
      <div className="form-two">
        <SelectInput
          label={words('backup.every')}
          value={rhythm}
          onChange={(value) => setRhythm(value === 'daily' ? 'daily' : 'hours')}
          choices={[
            { value: 'hours', label: words('backup.every.hours') },
            { value: 'daily', label: words('backup.every.daily') },
          ]}
          {...common}
        />
        {rhythm === 'hours' ? (
          <TextInput label={words('backup.hours')} value={hours} onChange={setHours} mono error={shown(errors.hours)} {...common} />
        ) : (
          <TextInput label={words('backup.daily')} hint={words('backup.daily.hint')} value={daily} onChange={setDaily} mono error={shown(errors.daily)} {...common} />
        )}
      </div>
      <div className="form-three">
        <TextInput label={words('backup.keep.last')} error={shown(errors.last)} {...kept('last')} />
        <TextInput label={words('backup.keep.daily')} error={shown(errors.dailyKept)} {...kept('daily')} />
        <TextInput label={words('backup.keep.weekly')} error={shown(errors.weekly)} {...kept('weekly')} />
      </div>
      {call.isError ? <FieldError text={errorText(call.error)} /> : null}
      {may ? (
        <div>
          <Button type="submit" look="primary" isPending={call.isPending}>
            {words('action.save')}
          </Button>
        </div>
      ) : null}
    </form>
  )
}

const SHOWN = 30

function History({ runs }: { readonly runs: Status['history'] }) {
  const words = useWords()
  const said = useSaid()
  const { moment, count } = useFormats()
  if (runs.length === 0)
    return (
      <EmptyState Icon={DatabaseBackup} title={words('backup.history.none')}>
        {words('backup.history.none.text')}
      </EmptyState>
    )
  return (
    <section className="card">
      <h2>{words('backup.history')}</h2>
      <table className="table">
        <thead>
          <tr>
            <th>{words('backup.col.at')}</th>
            <th>{words('backup.col.result')}</th>
            <th className="num">{words('backup.col.size')}</th>
          </tr>
        </thead>
        <tbody>
          {runs.slice(0, SHOWN).map((run) => (
            <tr key={run.at}>
              <td className="nowrap">{moment(run.at)}</td>
              <td>
                <span className="line">
                  {run.ok ? <CircleCheck className="i go" aria-hidden /> : <CircleAlert className="i open" aria-hidden />}
                  <span>
                    {run.ok ? (
                      <bdi className="mono small break">{run.file}</bdi>
                    ) : (
                      said('error', { code: run.code ?? 'backup-failed', values: { folder: folderOf(run.file), reason: run.reason ?? '' }, text: run.reason ?? '' })
                    )}
                    {run.missing === 0 ? null : ` ${words('backup.missing', { count: run.missing })}`}
                  </span>
                </span>
              </td>
              <td className="num mono">{run.bytes === null ? '—' : words('backup.size', { size: count(Math.max(1, Math.round(run.bytes / 100_000)) / 10) })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const folderOf = (file: string | null): string => (file === null ? '' : file.replace(/[/\\][^/\\]*$/, ''))
