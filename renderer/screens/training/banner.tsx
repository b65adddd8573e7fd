/** The stripes over every screen of the training office, and below them the next step of its exercise. */
import { useNavigate } from '@tanstack/react-router'
import { GraduationCap, LogOut, RotateCcw, UserRoundCog } from 'lucide-react'
import { useState } from 'react'
import type { Session } from '../../../shared/contract.ts'
import { useDesk, useDeskCall } from '../../app/desk.tsx'
import { useKeys } from '../../app/keys.tsx'
import { Button } from '../../components/button.tsx'
import { useErrorText } from '../../components/states.tsx'
import { toastError } from '../../components/toast.tsx'
import { useWords } from '../../i18n/text.tsx'
import { AgainDialog } from './again-dialog.tsx'
import { Guide } from './guide.tsx'
import { useExercise } from './training.ts'

export function TrainingBanner({ session }: { readonly session: Session }) {
  const words = useWords()
  const errorText = useErrorText()
  const navigate = useNavigate()
  const exercise = useExercise()
  const people = useDesk('training.day', {}).data?.people ?? []
  const leave = useDeskCall('training.leave')
  const sit = useDeskCall('training.switch')
  const [again, setAgain] = useState(false)
  const toExercise = () => void navigate({ to: '/training' })
  useKeys({ title: 'training.keys', bindings: [{ keys: ['g t'], label: 'training.keys.exercise', run: toExercise }] }, true)
  const failed = { onError: (cause: unknown) => toastError(errorText(cause)) }
  const other = people.find(({ login }) => login !== session.user?.login)
  const [role = 'officer'] = other?.roles ?? []
  return (
    <section className="training" aria-label={words('training.region')}>
      <div className="stripes">
        <span className="line strong">
          <GraduationCap className="i" aria-hidden />
          {words('training.banner')}
        </span>
        <span className="stripes-text">{words('training.banner.text')}</span>
        <span className="grow" />
        <Button size="small" onPress={toExercise}>
          {exercise === undefined ? words('training.exercise') : words('training.exercise.of', { done: exercise.score.decided, all: exercise.items.length })}
        </Button>
        {other === undefined ? null : (
          <Button size="small" isPending={sit.isPending} onPress={() => sit.mutate({ login: other.login }, failed)}>
            <UserRoundCog className="i-s" aria-hidden />
            {words('training.switch', { name: other.name, role: words(`role.${role}`) })}
          </Button>
        )}
        <Button size="small" onPress={() => setAgain(true)}>
          <RotateCcw className="i-s i-flip" aria-hidden />
          {words('training.again')}
        </Button>
        <Button size="small" isPending={leave.isPending} onPress={() => leave.mutate({}, failed)}>
          <LogOut className="i-s i-flip" aria-hidden />
          {words('training.leave')}
        </Button>
      </div>
      {exercise === undefined ? null : <Guide exercise={exercise} />}
      {again ? <AgainDialog onClose={() => setAgain(false)} /> : null}
    </section>
  )
}
