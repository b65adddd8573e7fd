/** What the screens of a dispatch and of a receptacle have in common: the way up, and figures with their names. */
import { Link } from '@tanstack/react-router'
import { ChevronRight, PackageSearch } from 'lucide-react'
import { useCallback, type ReactNode } from 'react'
import { parseDispatch, parseReceptacle } from '../../../shared/domain/identifiers.ts'
import { EmptyState } from '../../components/states.tsx'
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

interface Paged {
  readonly hasNextPage: boolean
  readonly isFetching: boolean
  readonly fetchNextPage: () => unknown
}
/** Asks for the next page, where there is one and none is on its way. */
export function useMore({ hasNextPage, isFetching, fetchNextPage }: Paged): () => void {
  return useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
}

/** A dispatch or a receptacle of which nothing is known. */
export function Unknown({ title, identifier }: { readonly title: string; readonly identifier: string }) {
  const words = useWords()
  return (
    <>
      <h1 className="sr">{title}</h1>
      <EmptyState
        Icon={PackageSearch}
        title={title}
        actions={
          <Link to="/dispatches" search={{}} className="btn">
            {words('dispatches.back')}
          </Link>
        }
      >
        {words('dispatches.unknown.text', { identifier })}
      </EmptyState>
    </>
  )
}
