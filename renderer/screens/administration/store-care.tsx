import { CircleAlert, CircleCheck, KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useClient, useDeskCall, useJobs } from '../../app/desk.tsx'
import { Meter } from '../../components/meter.tsx'
import { Button } from '../../components/button.tsx'
import { FieldError, TextInput } from '../../components/fields.tsx'
import { useErrorText } from '../../components/states.tsx'
import { useWords } from '../../i18n/text.tsx'

/** Verify, rebuild, back up; and what an office must know of its keys. */
export function StoreCare({ may }: { readonly may: boolean }) {
  const words = useWords()
  const { host } = useClient()
  const verify = useDeskCall('store.verify')
  const rebuild = useDeskCall('store.rebuild')
  const backup = useDeskCall('store.backup')
  const [file, setFile] = useState('')
  const [job, setJob] = useState<Readonly<Record<string, string>>>({})
  const begun = (name: string) => ({ onSuccess: ({ job: id }: { readonly job: string }) => setJob((before) => ({ ...before, [name]: id })) })
  return (
    <div className="form">
      <section className="card">
        <h2>{words('about.verify')}</h2>
        <p className="muted">{words('about.verify.text')}</p>
        <div>
          <Button isPending={verify.isPending} onPress={() => verify.mutate({}, begun('verify'))}>
            {words('about.verify.run')}
          </Button>
        </div>
        <Progress id={job['verify']} error={verify.error} name={words('frame.job.verify')} />
      </section>
      {may ? (
        <>
          <section className="card">
            <h2>{words('about.backup')}</h2>
            <p className="muted">{words('about.backup.text')}</p>
            <TextInput label={words('about.backup.file')} value={file} onChange={setFile} mono maxLength={4_096} />
            <div>
              <Button isDisabled={file.trim() === ''} isPending={backup.isPending} onPress={() => backup.mutate({ file: file.trim() }, begun('backup'))}>
                {words('about.backup.run')}
              </Button>
            </div>
            <Progress id={job['backup']} error={backup.error} name={words('frame.job.backup')} />
          </section>
          <section className="card">
            <h2>{words('about.rebuild')}</h2>
            <p className="muted">{words('about.rebuild.text')}</p>
            <div>
              <Button isPending={rebuild.isPending} onPress={() => rebuild.mutate({}, begun('rebuild'))}>
                {words('about.rebuild.run')}
              </Button>
            </div>
            <Progress id={job['rebuild']} error={rebuild.error} name={words('frame.job.rebuild')} />
          </section>
        </>
      ) : null}
      <section className="card">
        <h2 className="line">
          <KeyRound className="i" aria-hidden />
          {words('about.key')}
        </h2>
        <p className="muted">{words('about.key.text')}</p>
        <p className="muted">{words(host === 'electron' ? 'about.host.electron' : 'about.host.local')}</p>
      </section>
    </div>
  )
}

function Progress({ id, error, name }: { readonly id: string | undefined; readonly error: unknown; readonly name: string }) {
  const words = useWords()
  const errorText = useErrorText()
  const job = useJobs().get(id ?? '')?.job
  if (error !== null) return <FieldError text={errorText(error)} />
  if (job === undefined) return null
  if (job.status === 'running') return <Meter label={name} progress={job.progress} />
  if (job.status === 'failed' || job.error !== null)
    return (
      <p className="line open" role="status">
        <CircleAlert className="i" aria-hidden />
        {words('about.job.failed', { reason: job.error?.message ?? '' })}
      </p>
    )
  const differences = differencesOf(job.result)
  return (
    <div role="status">
      <p className={differences.length > 0 ? 'line open' : 'line go'}>
        {differences.length > 0 ? <CircleAlert className="i" aria-hidden /> : <CircleCheck className="i" aria-hidden />}
        {job.status === 'cancelled' ? words('about.job.cancelled') : differences.length > 0 ? words('about.job.differs', { count: differences.length }) : words('about.job.clean')}
      </p>
      {differences.length === 0 ? null : (
        <pre className="excerpt" tabIndex={0}>
          {differences.slice(0, 100).join('\n')}
        </pre>
      )}
    </div>
  )
}

/** What a verification found amiss, as lines; the shape is the job's own. */
function differencesOf(result: unknown): readonly string[] {
  if (typeof result !== 'object' || result === null) return []
  const lists = Object.values(result).filter((value): value is unknown[] => Array.isArray(value))
  return lists.flat().map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
}
