/** Tries a map on a file without keeping anything: which records come out, and what no field took. */
import { useSearch } from '@tanstack/react-router'
import { FlaskConical } from 'lucide-react'
import { useId, useState } from 'react'
import { pageBridge } from '../../app/client/bridge.ts'
import { useClient, useDesk, useDeskCall } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { FieldError, SelectInput, TextArea, TextInput } from '../../components/fields.tsx'
import { Pill } from '../../components/marks.tsx'
import { useErrorText } from '../../components/states.tsx'
import { useWords } from '../../i18n/text.tsx'
import { FindingTable } from './finding-table.tsx'
import { STATUS_TONE } from './message-list.tsx'

export function TryMap() {
  const words = useWords()
  const client = useClient()
  const errorText = useErrorText()
  const asked = useSearch({ from: '/exchange' })['map']?.[0] ?? ''
  const maps = useDesk('exchange.maps', {}).data?.maps ?? []
  const call = useDeskCall('exchange.tryMap')
  const [map, setMap] = useState(asked)
  const [path, setPath] = useState('')
  const [json, setJson] = useState('')
  const [tried, setTried] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  const fileId = useId()
  const run = () => {
    setTried(true)
    if (path.trim() === '') return
    call.mutate({ map: map === '' ? null : map, mapJson: json.trim() === '' ? null : json, path: path.trim() })
  }
  const place = (file: File | undefined) => {
    setFailed(null)
    if (file !== undefined) client.place([{ name: file.name, file }]).then(([placed]) => setPath(placed ?? ''), setFailed)
  }
  return (
    <div className="page-scroll try" tabIndex={0} role="region" aria-label={words('exchange.tab.try')}>
      <div className="form">
        <p className="muted">{words('exchange.try.lead')}</p>
        <div className="form-two">
          <SelectInput
            label={words('exchange.try.map')}
            value={map}
            onChange={setMap}
            empty={words('exchange.try.auto')}
            choices={maps.map((one) => ({ value: one.name, label: `${one.name} · ${one.message}` }))}
          />
          {pageBridge() === null ? (
            <div className="field">
              <label htmlFor={fileId}>{words('exchange.try.file')}</label>
              <input id={fileId} type="file" className="input" onChange={(event) => place(event.target.files?.[0])} />
              {tried && path === '' ? <FieldError text={words('field.required')} /> : null}
            </div>
          ) : (
            <TextInput label={words('exchange.try.path')} value={path} onChange={setPath} mono error={tried && path === '' ? words('field.required') : null} />
          )}
        </div>
        <TextArea label={words('exchange.try.json')} value={json} onChange={setJson} rows={4} optional />
        {failed === null ? null : <FieldError text={errorText(failed)} />}
        {call.isError ? <FieldError text={errorText(call.error)} /> : null}
        <div>
          <Button look="primary" isPending={call.isPending} onPress={run}>
            <FlaskConical className="i" aria-hidden />
            {words('exchange.try.run')}
          </Button>
        </div>
      </div>
      {call.data === undefined ? null : call.data.messages.length === 0 ? (
        <p className="sec muted">{words('exchange.try.none')}</p>
      ) : (
        call.data.messages.map((message, at) => (
          <section key={at} className="sec">
            <div className="line wrap">
              <Pill tone={STATUS_TONE[message.status]}>{words(`message.${message.status}`)}</Pill>
              <span className="strong">{message.type ?? '—'}</span>
              <bdi className="mono">{message.reference}</bdi>
              <span className="muted">{message.map}</span>
              <span className="muted">{words('exchange.try.records', { count: message.records })}</span>
            </div>
            {message.findings.length === 0 ? null : <FindingTable findings={message.findings} />}
            {message.sample.length === 0 ? null : (
              <>
                <h2 className="field-label">{words('exchange.try.sample')}</h2>
                <pre className="excerpt" tabIndex={0}>
                  {message.sample.join('\n')}
                </pre>
              </>
            )}
          </section>
        ))
      )}
    </div>
  )
}
