import { Component, type ReactNode } from 'react'
import { ErrorState } from '../components/states.tsx'
import { useWords } from '../i18n/text.tsx'

/** A fault in a screen ends that screen, with words and a reference, and not the desk. */
export class CrashBoundary extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return <Crashed error={this.state.error} retry={() => this.setState({ error: null })} />
  }
}

function Crashed({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  const words = useWords()
  return <ErrorState error={error} retry={retry} title={words('error.crash')} />
}
