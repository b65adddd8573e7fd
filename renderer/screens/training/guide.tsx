import { useNavigate, useRouterState } from '@tanstack/react-router'
import { ArrowRight, Flag } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Identifier } from '../../components/identifier.tsx'
import { useWords } from '../../i18n/text.tsx'
import type { Exercise } from './training.ts'

/** One line, on every screen: which item is next, and what to do with it. */
export function Guide({ exercise }: { readonly exercise: Exercise }) {
  const words = useWords()
  const navigate = useNavigate()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const { items, next, score } = exercise
  if (items.length === 0) return null
  const item = next === null ? undefined : items[next]
  if (item === undefined || next === null)
    return (
      <div className="guide" role="status">
        <Flag className="i" aria-hidden />
        <span className="guide-text">{words('training.guide.done', { all: items.length, right: score.right })}</span>
        {path === '/training' ? null : (
          <Button size="small" look="primary" onPress={() => void navigate({ to: '/training' })}>
            {words('training.guide.score')}
          </Button>
        )}
      </div>
    )
  const step = item.step === 'done' ? 'decide' : item.step
  const here = path.startsWith('/items/') && decodeURIComponent(path).startsWith(`/items/${item.item}`)
  return (
    <div className="guide">
      <span className="guide-place">{words('training.guide.place', { at: next + 1, all: items.length })}</span>
      <Identifier value={item.item} />
      <span className="guide-text" role="status" aria-label={words('training.guide')}>
        {words(`training.guide.${step}`)}
      </span>
      {here ? null : (
        <Button size="small" look="primary" onPress={() => void navigate({ to: '/items/$item', params: { item: item.item } })}>
          {words('training.guide.open')}
          <ArrowRight className="i-s i-flip" aria-hidden />
        </Button>
      )}
    </div>
  )
}
