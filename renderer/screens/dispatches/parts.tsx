/** What the screens of a dispatch and of a receptacle have in common: the way up, and figures with their names. */
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { parseDispatch, parseReceptacle } from '../../../shared/domain/identifiers.ts'
import { useWords } from '../../i18n/text.tsx'

export function Crumbs({ dispatch, receptacle }: { readonly dispatch: string; readonly receptacle?: string }) {
  const words = useWords()
  const number = parseDispatch(dispatch)?.number ?? dispatch
  return (
    <nav className="crumbs" aria-label={words('dispatches.way')}>
      <Link to="/dispatches" search={{}} activeOptions={{ exact: true }}>
        {words('dispatches.title')}
      </Link>
      <ChevronRight className="i-s i-flip" aria-hidden />
      {receptacle === undefined ? (
        <span aria-current="page">{words('dispatches.crumb.dispatch', { number })}</span>
      ) : (
        <>
          <Link to="/dispatches/$dispatch" params={{ dispatch }} activeOptions={{ exact: true }}>
            {words('dispatches.crumb.dispatch', { number })}
          </Link>
          <ChevronRight className="i-s i-flip" aria-hidden />
          <span aria-current="page">{words('dispatches.crumb.receptacle', { number: parseReceptacle(receptacle)?.serial ?? receptacle })}</span>
        </>
      )}
    </nav>
  )
}

export function Figures({ children }: { readonly children: ReactNode }) {
  return <dl className="figures">{children}</dl>
}

export function Figure({ name, value, tone = '' }: { readonly name: string; readonly value: ReactNode; readonly tone?: string }) {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd className={tone}>{value}</dd>
    </div>
  )
}
