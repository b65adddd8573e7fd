/** The exercise: what there is to do, and once it is done, how well, and what really lay in each item. */
import { useNavigate } from '@tanstack/react-router'
import { CircleCheck, CircleDashed, CircleX, GraduationCap, TriangleAlert } from 'lucide-react'
import type { Verdict } from '../../../shared/domain/training.ts'
import { useDesk } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { Identifier } from '../../components/identifier.tsx'
import { LaneMark } from '../../components/marks.tsx'
import { Bones, EmptyState, ErrorState } from '../../components/states.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords, type TextKey } from '../../i18n/text.tsx'
import { Things } from './on-the-table.tsx'
import type { Exercise, ExerciseItem } from './training.ts'

export function TrainingScreen() {
  const words = useWords()
  const navigate = useNavigate()
  const query = useDesk('training.exercise', {})
  const day = useDesk('training.day', {}).data
  if (query.isError && query.data === undefined) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  const exercise = query.data
  const next = exercise?.next === null || exercise === undefined ? undefined : exercise.items[exercise.next]
  return (
    <div className="page-scroll exercise">
      <header className="stack">
        <div className="line wrap between">
          <h1>{words('training.title')}</h1>
          <span className="muted small">{day === undefined ? null : words('training.day', { seed: String(day.seed), read: day.read, ahead: day.ahead })}</span>
        </div>
        {exercise === undefined ? null : exercise.next === null && exercise.items.length > 0 ? (
          <Score exercise={exercise} />
        ) : (
          <>
            <p className="muted exercise-lead">{words('training.lead', { all: exercise.items.length })}</p>
            {next === undefined ? null : (
              <div>
                <Button look="primary" autoFocus onPress={() => void navigate({ to: '/items/$item', params: { item: next.item } })}>
                  {words(exercise.score.decided === 0 ? 'training.begin' : 'training.continue')}
                </Button>
              </div>
            )}
          </>
        )}
      </header>
      {exercise === undefined ? (
        <Bones lines={8} />
      ) : exercise.items.length === 0 ? (
        <EmptyState Icon={GraduationCap} title={words('training.title')}>
          {words('training.none')}
        </EmptyState>
      ) : (
        <ol className="exercise-items" aria-label={words('training.items')}>
          {exercise.items.map((item, at) => (
            <Row key={item.item} item={item} at={at} current={at === exercise.next} />
          ))}
        </ol>
      )}
    </div>
  )
}

function Score({ exercise: { items, score } }: { readonly exercise: Exercise }) {
  const words = useWords()
  const { count } = useFormats()
  const figures: readonly { readonly label: TextKey; readonly text: string; readonly value: number | null; readonly tone: string }[] = [
    { label: 'training.score.right', text: words('training.score.right.text', { all: items.length }), value: score.right, tone: score.right === items.length ? 'go' : '' },
    { label: 'training.score.missed', text: words('training.score.missed.text'), value: score.missed, tone: score.missed > 0 ? 'open' : 'go' },
    { label: 'training.score.needless', text: words('training.score.needless.text'), value: score.needless, tone: score.needless > 0 ? 'scan' : 'go' },
    { label: 'training.score.minutes', text: words('training.score.minutes.text'), value: score.minutes === null ? null : Math.max(1, Math.round(score.minutes)), tone: '' },
  ]
  return (
    <section aria-label={words('training.score')} className="stack">
      <dl className="score-figures">
        {figures.map(({ label, text, value, tone }) =>
          value === null ? null : (
            <div key={label} className="score-figure">
              <dt>{words(label)}</dt>
              <dd>
                <b className={tone}>{count(value)}</b>
                <span className="muted small">{text}</span>
              </dd>
            </div>
          ),
        )}
      </dl>
      {score.right === items.length ? (
        <p className="note-box go">
          <CircleCheck className="i" aria-hidden />
          {words('training.score.perfect')}
        </p>
      ) : null}
    </section>
  )
}

const VERDICTS: Readonly<Record<Verdict, { readonly tone: string; readonly Icon: typeof CircleCheck }>> = {
  right: { tone: 'go', Icon: CircleCheck },
  missed: { tone: 'open', Icon: CircleX },
  unseen: { tone: 'open', Icon: CircleX },
  needless: { tone: 'scan', Icon: TriangleAlert },
  overcautious: { tone: 'scan', Icon: TriangleAlert },
}

function Row({ item, at, current }: { readonly item: ExerciseItem; readonly at: number; readonly current: boolean }) {
  const words = useWords()
  const navigate = useNavigate()
  const { count } = useFormats()
  const { verdict } = item
  const mark = verdict === null ? null : VERDICTS[verdict]
  return (
    <li className="exercise-item" aria-current={current ? 'step' : undefined}>
      <span className="exercise-n" aria-hidden>
        {count(at + 1)}
      </span>
      <div className="exercise-what">
        <div className="line wrap">
          <Identifier value={item.item} />
          <LaneMark lane={item.lane} />
          <bdi className="muted clip">{item.description ?? words('word.none')}</bdi>
        </div>
        {verdict === null || item.inside === null ? null : (
          <>
            <p>{`${words(whyKey(verdict, item.decided))} ${item.inside.deserves === 'keep' ? words(`training.risk.${item.inside.risk}`) : ''}`.trim()}</p>
            <div className="exercise-inside">
              <span className="field-label">{words('training.inside')}</span>
              <Things things={item.inside.things} />
            </div>
          </>
        )}
      </div>
      <span className={`pill ${mark?.tone ?? ''}`}>
        {mark === null ? <CircleDashed aria-hidden /> : <mark.Icon aria-hidden />}
        {words(verdict === null ? `training.step.${item.step}` : `training.verdict.${verdict}`)}
      </span>
      <Button size="small" onPress={() => void navigate({ to: '/items/$item', params: { item: item.item } })} aria-label={`${words('training.guide.open')} ${item.item}`}>
        {words('training.guide.open')}
      </Button>
    </li>
  )
}

const whyKey = (verdict: Verdict, decided: ExerciseItem['decided']): TextKey =>
  verdict === 'right' ? (decided === 'kept' ? 'training.why.right.kept' : 'training.why.right.released') : `training.why.${verdict}`
