import { useState, type FormEvent } from 'react'
import type { Settings } from '../../../shared/contract.ts'
import { useDesk, useDeskCall } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { FieldError, SelectInput, TextInput } from '../../components/fields.tsx'
import { Bones, ErrorState, useErrorText } from '../../components/states.tsx'
import { toastDone } from '../../components/toast.tsx'
import { useWords } from '../../i18n/text.tsx'
import { useDraft } from '../item/drafts.ts'
import { FolderInput } from '../start/set-up.tsx'

const NUMBERS = { undoSeconds: [0, 3_600], lockMinutes: [1, 480], randomSharePerMille: [0, 1_000] } as const satisfies Partial<Record<keyof Settings, readonly [number, number]>>
type NumberField = keyof typeof NUMBERS
type Draft = Readonly<Record<keyof Settings, string>>

const toDraft = (settings: Settings): Draft => Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, value === null ? '' : String(value)])) as unknown as Draft

/** Only what changed, so that two administrators do not undo each other. */
function toChange(draft: Draft, settings: Settings): Partial<Settings> {
  const change: Record<string, unknown> = {}
  for (const [name, before] of Object.entries(settings)) {
    const text = draft[name as keyof Settings].trim()
    const after = name in NUMBERS ? Number(text) : text === '' && (before === null || name === 'officeName' || name.endsWith('Folder') || name === 'language') ? null : text
    if (after !== before) change[name] = after
  }
  return change as Partial<Settings>
}

export function OfficeSettings({ may }: { readonly may: boolean }) {
  const query = useDesk('settings.get', {})
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <Bones lines={12} />
  return <SettingsForm key={JSON.stringify(query.data)} settings={query.data} may={may} />
}

function SettingsForm({ settings, may }: { readonly settings: Settings; readonly may: boolean }) {
  const words = useWords()
  const errorText = useErrorText()
  const office = useDesk('session.get', {}).data?.office
  const call = useDeskCall('settings.set')
  // What was changed and not saved is there again when one comes back, from wherever one went.
  const [draft, keepDraft, forget] = useDraft(`office ${JSON.stringify(settings)}`, () => toDraft(settings))
  const [tried, setTried] = useState(false)
  const set = (name: keyof Settings) => (value: string) => keepDraft({ ...draft, [name]: value })
  const wrong = (name: NumberField) => {
    const [min, max] = NUMBERS[name]
    const text = draft[name].trim()
    return /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max ? null : words('office.number', { min, max })
  }
  const change = toChange(draft, settings)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if ((Object.keys(NUMBERS) as NumberField[]).some((name) => wrong(name) !== null) || Object.keys(change).length === 0) return
    // By the promise: the settings that come back make this form anew, and a form that is gone hears no `onSuccess`.
    void call.mutateAsync(change).then(
      () => {
        forget()
        toastDone(words('admin.saved'))
      },
      () => {},
    )
  }
  const common = { disabled: !may }
  const number = (name: NumberField) => ({ value: draft[name], onChange: set(name), error: tried ? wrong(name) : null, mono: true, ...common })
  return (
    <form className="form" onSubmit={send} noValidate>
      <div className="form-two">
        <TextInput label={words('office.code')} value={office?.office ?? ''} onChange={() => {}} mono disabled />
        <TextInput label={words('office.name')} value={draft.officeName} onChange={set('officeName')} maxLength={200} {...common} />
        <TextInput
          label={words('office.zone')}
          hint={words('office.zone.hint')}
          value={draft.zone}
          onChange={set('zone')}
          list={Intl.supportedValuesOf('timeZone')}
          maxLength={60}
          {...common}
        />
        <SelectInput
          label={words('office.language')}
          value={draft.language}
          onChange={set('language')}
          empty={words('office.language.none')}
          choices={[
            { value: 'en', label: words('menu.language.en') },
            { value: 'fr', label: words('menu.language.fr') },
          ]}
          {...common}
        />
      </div>
      <FolderInput label={words('office.watched')} hint={words('start.watched.hint')} value={draft.watchedFolder} onChange={set('watchedFolder')} {...common} />
      <FolderInput label={words('office.out')} hint={words('start.out.hint')} value={draft.outFolder} onChange={set('outFolder')} {...common} />
      <div className="form-two">
        <TextInput label={words('office.undo')} hint={words('office.undo.hint')} {...number('undoSeconds')} />
        <TextInput label={words('office.lock')} hint={words('office.lock.hint')} {...number('lockMinutes')} />
        <TextInput label={words('office.ownAddress')} value={draft.ownAddress} onChange={set('ownAddress')} mono {...common} />
        <TextInput label={words('office.postAddress')} value={draft.postAddress} onChange={set('postAddress')} mono {...common} />
        <TextInput label={words('office.random')} hint={words('office.random.hint')} {...number('randomSharePerMille')} />
      </div>
      {call.isError ? <FieldError text={errorText(call.error)} /> : null}
      {may ? (
        <div className="line wrap">
          <Button type="submit" look="primary" isDisabled={Object.keys(change).length === 0} isPending={call.isPending}>
            {words('action.save')}
          </Button>
          {Object.keys(change).length === 0 ? null : (
            <>
              <Button look="plain" onPress={() => (keepDraft(toDraft(settings)), forget())}>
                {words('office.takeBack')}
              </Button>
              <span className="hint" role="status">
                {words('office.unsent')}
              </span>
            </>
          )}
        </div>
      ) : null}
    </form>
  )
}
