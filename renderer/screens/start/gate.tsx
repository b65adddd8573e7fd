/** What stands before the work: first start, a locked store, sign-in, a locked session. */
import { useEffect, useState } from 'react'
import type { Session } from '../../../shared/contract.ts'
import { Brand } from '../../app/frame.tsx'
import { takeTrainingWish, useEnterTraining } from '../training/training.ts'
import { FirstChoice } from './first-choice.tsx'
import { RecoveryKey } from './recovery-key.tsx'
import { SetUp } from './set-up.tsx'
import { ForgottenPassword, SignIn, UnlockStore } from './sign-in.tsx'

export function Gate({ session, onShowingKey }: { readonly session: Session; readonly onShowingKey: (showing: boolean) => void }) {
  const [key, setKey] = useState<{ readonly office: string; readonly recoveryKey: string } | null>(null)
  const [forgot, setForgot] = useState(false)
  const [reset, setReset] = useState(false)
  // While the set-up runs the session may already say “sign in”: the form stays until its key is here.
  const [settingUp, setSettingUp] = useState(false)
  const [chosen, setChosen] = useState(false)
  const training = useEnterTraining()
  const { enter } = training
  const free = session.phase === 'set-up' || session.phase === 'sign-in'
  useEffect(() => {
    if (free && takeTrainingWish()) enter()
  }, [free, enter])
  const content =
    key !== null ? (
      <RecoveryKey
        office={key.office}
        recoveryKey={key.recoveryKey}
        onKept={() => {
          setKey(null)
          onShowingKey(false)
        }}
      />
    ) : session.phase === 'set-up' && !chosen ? (
      <FirstChoice training={training} onOffice={() => setChosen(true)} />
    ) : session.phase === 'set-up' || settingUp ? (
      <SetUp
        onBack={() => setChosen(false)}
        onBegin={() => {
          setSettingUp(true)
          onShowingKey(true)
        }}
        onFail={() => {
          setSettingUp(false)
          onShowingKey(false)
        }}
        onDone={(office, recoveryKey) => {
          setSettingUp(false)
          setKey({ office, recoveryKey })
        }}
      />
    ) : session.phase === 'locked-store' ? (
      <UnlockStore />
    ) : forgot ? (
      <ForgottenPassword
        onBack={() => setForgot(false)}
        onDone={() => {
          setForgot(false)
          setReset(true)
        }}
      />
    ) : (
      <SignIn session={session} reset={reset} onForgot={() => setForgot(true)} />
    )
  return (
    <main className="gate">
      <div className="stack">
        <Brand />
        {content}
      </div>
    </main>
  )
}
