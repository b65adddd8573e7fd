import { useNavigate } from '@tanstack/react-router'
import { Copy, FlaskConical, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { useDesk, useDeskCall } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextArea } from '../../components/fields.tsx'
import { Pill } from '../../components/marks.tsx'
import { Bones, ErrorState, useErrorText } from '../../components/states.tsx'
import { toastDone } from '../../components/toast.tsx'
import { useWords } from '../../i18n/text.tsx'
import { Confirm } from './confirm.tsx'

type MessageMap = Output<'exchange.maps'>['maps'][number]

export function Maps({ may }: { readonly may: boolean }) {
  const words = useWords()
  const navigate = useNavigate()
  const query = useDesk('exchange.maps', {})
  const remove = useDeskCall('exchange.removeMap')
  const [edited, setEdited] = useState<{ readonly name: string | null; readonly json: string } | null>(null)
  const [removed, setRemoved] = useState<MessageMap | null>(null)
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <Bones lines={8} />
  return (
    <>
      <div className="out-head">
        <p className="muted grow">{words('maps.lead')}</p>
        {may ? (
          <Button onPress={() => setEdited({ name: null, json: '{\n  \n}' })}>
            <Plus className="i" aria-hidden />
            {words('maps.add')}
          </Button>
        ) : null}
      </div>
      <table className="table rows">
        <thead>
          <tr>
            <th>{words('exchange.message.map')}</th>
            <th>{words('maps.message')}</th>
            <th>{words('maps.version')}</th>
            <th>{words('maps.sender')}</th>
            <th>
              <span className="sr">{words('item.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {query.data.maps.map((map) => (
            <tr key={map.name}>
              <td>
                <bdi className="mono">{map.name}</bdi> {map.builtIn ? <Pill>{words('codes.builtIn')}</Pill> : <Pill tone="go">{words('codes.own')}</Pill>}
              </td>
              <td>{map.message}</td>
              <td className="mono">{map.version ?? '—'}</td>
              <td className="mono">{map.sender ?? words('maps.anySender')}</td>
              <td className="num">
                <Button
                  icon
                  look="plain"
                  size="small"
                  aria-label={`${words('maps.try')}: ${map.name}`}
                  onPress={() => void navigate({ to: '/exchange', search: { tab: ['try'], map: [map.name] } })}
                >
                  <FlaskConical className="i" aria-hidden />
                </Button>
                <Button
                  icon
                  look="plain"
                  size="small"
                  aria-label={`${words(map.builtIn ? 'maps.copyOf' : 'action.edit')}: ${map.name}`}
                  onPress={() => setEdited({ name: map.builtIn ? null : map.name, json: map.json })}
                >
                  {map.builtIn ? <Copy className="i" aria-hidden /> : <Pencil className="i" aria-hidden />}
                </Button>
                {may && !map.builtIn ? (
                  <Button icon look="plain" size="small" aria-label={words('maps.remove.title', { name: map.name })} onPress={() => setRemoved(map)}>
                    <Trash2 className="i" aria-hidden />
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {edited === null ? null : <MapDialog name={edited.name} json={edited.json} may={may} onClose={() => setEdited(null)} />}
      {removed === null ? null : (
        <Confirm
          title={words('maps.remove.title', { name: removed.name })}
          text={words('maps.remove.text')}
          label={words('action.remove')}
          busy={remove.isPending}
          error={remove.error}
          run={() => remove.mutate({ name: removed.name }, { onSuccess: () => setRemoved(null) })}
          onClose={() => (remove.reset(), setRemoved(null))}
        />
      )}
    </>
  )
}

function MapDialog({ name, json: given, may, onClose }: { readonly name: string | null; readonly json: string; readonly may: boolean; readonly onClose: () => void }) {
  const words = useWords()
  const errorText = useErrorText()
  const call = useDeskCall('exchange.saveMap')
  const [json, setJson] = useState(given)
  const run = () =>
    call.mutate(
      { json },
      {
        onSuccess: (saved) => {
          toastDone(words('maps.saved', { name: saved.name }))
          onClose()
        },
      },
    )
  return (
    <Dialog
      wide
      title={name === null ? words('maps.add') : words('maps.edit', { name })}
      onClose={onClose}
      {...(may ? { submit: { label: words('action.save'), run, busy: call.isPending } } : {})}
    >
      <TextArea code label={words('maps.json')} value={json} onChange={setJson} autoFocus disabled={!may} error={call.isError ? errorText(call.error) : null} />
    </Dialog>
  )
}
