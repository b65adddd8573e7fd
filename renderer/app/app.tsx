/** Everything around the screens: the desk, the language, and which gate stands before the work. */
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { I18nProvider } from 'react-aria-components'
import type { ApiClient, Session } from '../../shared/contract.ts'
import { Toasts } from '../components/toast.tsx'
import { loadCatalogue, WordsProvider, type Catalogue, type Language } from '../i18n/text.tsx'
import { pageBridge } from './client/bridge.ts'
import { createQueries, DeskProvider, guardSession, useDesk } from './desk.tsx'
import { CrashBoundary } from './crash.tsx'
import { ErrorState } from '../components/states.tsx'
import { Gate } from '../screens/start/gate.tsx'
import { PSEUDO, usePreferences } from './preferences.ts'
import { createDeskRouter } from './router.tsx'

export function App({ client }: { readonly client: ApiClient }) {
  const { queries, guarded } = useMemo(() => {
    const made = createQueries(client)
    return { queries: made, guarded: guardSession(client, made) }
  }, [client])
  return (
    <DeskProvider value={guarded}>
      <QueryClientProvider client={queries}>
        <Phases />
      </QueryClientProvider>
    </DeskProvider>
  )
}

/** The language of this machine, else of the officer, else of the system. */
function languageOf(choice: 'auto' | 'en' | 'fr', session: Session | undefined): Language {
  if (choice !== 'auto') return choice
  const wanted = session?.user?.language ?? navigator.language
  return wanted.toLowerCase().startsWith('fr') ? 'fr' : 'en'
}

function Phases() {
  const session = useDesk('session.get', {})
  const { language: choice, direction } = usePreferences()
  const language = PSEUDO ? 'ar' : languageOf(choice, session.data)
  const [words, setWords] = useState<{ readonly language: Language; readonly catalogue: Catalogue } | null>(null)
  useEffect(() => {
    let current = true
    void loadCatalogue(language).then((catalogue) => current && setWords({ language, catalogue }))
    document.documentElement.lang = language
    void pageBridge()?.speak(language)
    return () => {
      current = false
    }
  }, [language])
  if (words === null) return null
  return (
    <WordsProvider language={words.language} catalogue={words.catalogue} zone={session.data?.office?.zone}>
      <I18nProvider locale={direction === 'rtl' ? 'ar' : words.language}>
        <CrashBoundary>
          {session.data === undefined ? session.isError ? <ErrorState error={session.error} retry={() => void session.refetch()} /> : null : <Phase session={session.data} />}
          <Toasts />
        </CrashBoundary>
      </I18nProvider>
    </WordsProvider>
  )
}

function Phase({ session }: { readonly session: Session }) {
  // Its own for each office: an address of the one is none of the other. It outlives a lock, with the place in the list.
  const kept = useRef<{ readonly training: boolean; readonly router: ReturnType<typeof createDeskRouter> } | null>(null)
  if (kept.current?.training !== session.training) kept.current = { training: session.training, router: createDeskRouter() }
  // The recovery key is shown once, and by then the session has moved on: the gate stays until it was kept.
  const [keptOpen, setKeptOpen] = useState(false)
  const inside = session.phase === 'open' && !keptOpen
  if (inside) return <RouterProvider key={String(session.training)} router={kept.current.router} />
  return <Gate session={session} onShowingKey={setKeptOpen} />
}
