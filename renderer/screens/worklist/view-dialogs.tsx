import { useState } from 'react'
import { OFFICE_VIEWS } from '../../../shared/domain/built-in-views.ts'
import { Dialog } from '../../components/dialog.tsx'
import { FieldError, RadioCards, TextInput } from '../../components/fields.tsx'
import { useErrorText } from '../../components/states.tsx'
import { useWords } from '../../i18n/text.tsx'
import { Confirm } from '../administration/confirm.tsx'
import type { OpenView } from './open-view.ts'

/** What the actions on views ask before they run. */
export function ViewDialogs({ open }: { readonly open: OpenView }) {
  const words = useWords()
  if (open.asking === 'view.remove' && open.view !== null)
    return (
      <Confirm
        title={words('view.remove')}
        text={`${words('view.remove.sure', { name: open.view.name })}${open.view.owner === OFFICE_VIEWS ? ` ${words('view.remove.office')}` : ''}`}
        label={words('view.remove')}
        busy={open.busy}
        error={open.error}
        run={open.remove}
        onClose={open.endAsking}
      />
    )
  if (open.asking === 'view.rename' && open.view !== null) return <NameDialog key="rename" open={open} />
  return open.asking === 'view.save' ? <NameDialog key="save" open={open} /> : null
}

function NameDialog({ open }: { readonly open: OpenView }) {
  const words = useWords()
  const errorText = useErrorText()
  const renaming = open.asking === 'view.rename' ? open.view : null
  const [name, setName] = useState(renaming?.name ?? '')
  const [owner, setOwner] = useState(renaming?.owner ?? open.self)
  const [tried, setTried] = useState(false)
  const wanted = name.trim()
  const taken = open.views.some((view) => view !== renaming && view.owner === owner && view.name.toLowerCase() === wanted.toLowerCase())
  const wrong = wanted === '' ? words('field.required') : taken ? words('view.name.taken', { name: wanted }) : null
  const run = () => {
    setTried(true)
    if (wrong !== null) return
    if (renaming === null) open.save(wanted, owner)
    else open.rename(wanted)
  }
  return (
    <Dialog title={words(renaming === null ? 'view.save' : 'view.rename')} onClose={open.endAsking} submit={{ label: words('action.save'), run, busy: open.busy }}>
      <TextInput label={words('view.name')} value={name} onChange={setName} maxLength={80} autoFocus error={tried ? wrong : null} />
      {renaming === null && open.supervisor ? (
        <RadioCards
          label={words('view.whose')}
          name="owner"
          value={owner}
          onChange={setOwner}
          choices={[
            { value: open.self, label: words('view.whose.mine') },
            { value: OFFICE_VIEWS, label: words('view.whose.office') },
          ]}
        />
      ) : null}
      {open.error === null ? null : <FieldError text={errorText(open.error)} />}
    </Dialog>
  )
}
