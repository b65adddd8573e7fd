import { Building2, GraduationCap, type LucideIcon } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { FieldError } from '../../components/fields.tsx'
import { useErrorText } from '../../components/states.tsx'
import { useWords } from '../../i18n/text.tsx'
import type { EnterTraining } from '../training/training.ts'

/** What a machine without an office asks first. */
export function FirstChoice({ training, onOffice }: { readonly training: EnterTraining; readonly onOffice: () => void }) {
  const words = useWords()
  const errorText = useErrorText()
  return (
    <div className="gate-card wide">
      <div>
        <h1>{words('first.title')}</h1>
        <p className="muted">{words('first.lead')}</p>
      </div>
      <div className="choices">
        <Choice
          Icon={GraduationCap}
          title={words('first.training')}
          text={words(training.isPending ? 'first.busy' : 'first.training.text')}
          pending={training.isPending}
          onPress={training.enter}
        />
        <Choice Icon={Building2} title={words('first.office')} text={words('first.office.text')} pending={false} onPress={onOffice} />
      </div>
      {training.error === null ? null : <FieldError text={errorText(training.error)} />}
    </div>
  )
}

function Choice({
  Icon,
  title,
  text,
  pending,
  onPress,
}: {
  readonly Icon: LucideIcon
  readonly title: string
  readonly text: string
  readonly pending: boolean
  readonly onPress: () => void
}) {
  return (
    <AriaButton className="choice" isPending={pending} onPress={onPress}>
      <Icon aria-hidden />
      <span className="choice-title">{title}</span>
      <span className="choice-text">{text}</span>
    </AriaButton>
  )
}
