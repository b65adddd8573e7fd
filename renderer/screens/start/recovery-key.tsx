import { Copy, Printer } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CheckInput } from '../../components/fields.tsx'
import { copyText } from '../../components/identifier.tsx'
import { useWords } from '../../i18n/text.tsx'

/** Shown once, after set-up: nobody goes on before saying that it is kept. */
export function RecoveryKey({ office, recoveryKey, onKept }: { readonly office: string; readonly recoveryKey: string; readonly onKept: () => void }) {
  const words = useWords()
  const [kept, setKept] = useState(false)
  const [copied, setCopied] = useState(false)
  return (
    <div className="gate-card wide">
      <div>
        <h1>{words('recovery.title')}</h1>
        <p className="muted no-print">{words('recovery.lead')}</p>
      </div>
      <p className="strong">{words('recovery.sheet', { office })}</p>
      <output className="recovery" aria-label={words('recovery.key')}>
        {recoveryKey}
      </output>
      <div className="line wrap no-print">
        <Button onPress={() => void copyText(recoveryKey).then(setCopied)}>
          <Copy className="i" aria-hidden />
          {copied ? words('action.copied') : words('recovery.copy')}
        </Button>
        <Button onPress={() => print()}>
          <Printer className="i" aria-hidden />
          {words('recovery.print')}
        </Button>
      </div>
      <div className="stack no-print">
        <CheckInput label={words('recovery.kept')} checked={kept} onChange={setKept} />
        <Button look="primary" isDisabled={!kept} onPress={onKept}>
          {words('action.continue')}
        </Button>
      </div>
    </div>
  )
}
