import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { useDesk, useDeskCall } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { CheckInput, TextArea } from '../../components/fields.tsx'
import { LaneMark, Pill } from '../../components/marks.tsx'
import { Bones, ErrorState, useErrorText } from '../../components/states.tsx'
import { toastDone, toastError } from '../../components/toast.tsx'
import { useSaid, useWords } from '../../i18n/text.tsx'
import { Confirm } from './confirm.tsx'
import { withEnabled } from './rule-json.ts'

type Rule = Output<'rules.list'>['rules'][number]
const TEMPLATE = JSON.stringify(
  { id: 'own-rule', v: 1, lane: 'orange', reason: { text: { en: '', fr: '' } }, when: { field: 'originCountry', op: 'is', value: '' }, enabled: true },
  null,
  2,
)

export function Rules({ may }: { readonly may: boolean }) {
  const words = useWords()
  const said = useSaid()
  const errorText = useErrorText()
  const query = useDesk('rules.list', {})
  const set = useDeskCall('rules.set')
  const remove = useDeskCall('rules.remove')
  const [edited, setEdited] = useState<Rule | 'new' | null>(null)
  const [removed, setRemoved] = useState<Rule | null>(null)
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <Bones lines={10} />
  const enable = (rule: Rule, enabled: boolean) => {
    const json = withEnabled(rule.json, enabled)
    if (json !== null) set.mutate({ json }, { onSuccess: () => toastDone(words('rules.applied')), onError: (cause) => toastError(errorText(cause)) })
  }
  return (
    <>
      <div className="out-head">
        <p className="muted grow">{words('rules.lead')}</p>
        <span className="muted small">{words('rules.version', { version: query.data.version })}</span>
        {may ? (
          <Button onPress={() => setEdited('new')}>
            <Plus className="i" aria-hidden />
            {words('rules.add')}
          </Button>
        ) : null}
      </div>
      <ul>
        {query.data.rules.map((rule) => (
          <li key={rule.id} className={rule.enabled ? 'rule' : 'rule off'}>
            <LaneMark lane={rule.lane} />
            <div className="rule-text">
              <div>{said('rule', rule.reason)}</div>
              <div className="small muted line wrap">
                <bdi className="mono">{rule.id}</bdi>
                <Pill>{rule.builtIn ? words('codes.builtIn') : rule.owner === null ? words('codes.own') : words('rules.owner', { owner: rule.owner })}</Pill>
                <span>{words('rules.hits', { count: rule.hits })}</span>
              </div>
            </div>
            <div className="line">
              <CheckInput
                label={words('rules.enabled')}
                checked={rule.enabled}
                disabled={!may || set.isPending}
                onChange={(on) => enable(rule, on)}
                name={words('rules.enable', { id: rule.id })}
              />
              <Button icon look="plain" size="small" aria-label={words('rules.edit', { id: rule.id })} onPress={() => setEdited(rule)}>
                <Pencil className="i" aria-hidden />
              </Button>
              {may && !rule.builtIn ? (
                <Button icon look="plain" size="small" aria-label={words('rules.remove.title', { id: rule.id })} onPress={() => setRemoved(rule)}>
                  <Trash2 className="i" aria-hidden />
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      {edited === null ? null : <RuleDialog rule={edited === 'new' ? null : edited} may={may} onClose={() => setEdited(null)} />}
      {removed === null ? null : (
        <Confirm
          title={words('rules.remove.title', { id: removed.id })}
          text={words('rules.remove.text')}
          label={words('action.remove')}
          busy={remove.isPending}
          error={remove.error}
          run={() => remove.mutate({ id: removed.id }, { onSuccess: () => setRemoved(null) })}
          onClose={() => (remove.reset(), setRemoved(null))}
        />
      )}
    </>
  )
}

function RuleDialog({ rule, may, onClose }: { readonly rule: Rule | null; readonly may: boolean; readonly onClose: () => void }) {
  const words = useWords()
  const errorText = useErrorText()
  const call = useDeskCall('rules.set')
  const [json, setJson] = useState(() => (rule === null ? TEMPLATE : indented(rule.json)))
  const [wrong, setWrong] = useState<string | null>(null)
  const run = () => {
    try {
      JSON.parse(json)
      setWrong(null)
    } catch (cause) {
      setWrong(words('rules.bad', { reason: cause instanceof Error ? cause.message : String(cause) }))
      return
    }
    call.mutate(
      { json },
      {
        onSuccess: () => {
          toastDone(words('rules.applied'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      wide
      title={rule === null ? words('rules.add') : words('rules.edit', { id: rule.id })}
      onClose={onClose}
      {...(may ? { submit: { label: words('action.save'), run, busy: call.isPending } } : {})}
    >
      <TextArea code label={words('rules.json')} value={json} onChange={setJson} autoFocus disabled={!may} error={wrong ?? (call.isError ? errorText(call.error) : null)} />
    </Dialog>
  )
}

function indented(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2)
  } catch {
    return json
  }
}
