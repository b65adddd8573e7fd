/** How the scanner of this machine is set up. */
import { useState } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { SelectInput, TextInput } from '../../components/fields.tsx'
import { GAP_RANGE, LAYOUTS, setScannerSettings, useScannerSettings } from '../../app/scanner-settings.ts'
import type { ScannerLayout } from '../../../shared/scanner/recognise.ts'
import { useWords } from '../../i18n/text.tsx'

export function ScannerDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useWords()
  const settings = useScannerSettings()
  const [prefix, setPrefix] = useState(settings.prefix)
  const [suffix, setSuffix] = useState(settings.suffix)
  const [layout, setLayout] = useState<string>(settings.layout)
  const [gap, setGap] = useState(String(settings.gapMs))
  const wrong = !(Number(gap) >= GAP_RANGE[0] && Number(gap) <= GAP_RANGE[1])
  const save = () => {
    setScannerSettings({ prefix, suffix, layout: layout as ScannerLayout, gapMs: Number(gap) })
    onClose()
  }
  return (
    <Dialog title={words('scan.settings')} lead={words('scan.settings.lead')} onClose={onClose} submit={{ label: words('action.save'), run: save, disabled: wrong }}>
      <SelectInput
        label={words('scan.layout')}
        hint={words('scan.layout.hint')}
        value={layout}
        onChange={setLayout}
        choices={LAYOUTS.map((one) => ({ value: one, label: words(`scan.layout.${one}`) }))}
      />
      <TextInput label={words('scan.prefix')} hint={words('scan.prefix.hint')} value={prefix} onChange={setPrefix} mono maxLength={8} optional />
      <TextInput label={words('scan.suffix')} value={suffix} onChange={setSuffix} mono maxLength={8} optional />
      <TextInput
        label={words('scan.gap')}
        hint={words('scan.gap.hint')}
        error={wrong ? words('scan.gap.wrong', { least: GAP_RANGE[0], most: GAP_RANGE[1] }) : null}
        value={gap}
        onChange={setGap}
        maxLength={3}
      />
    </Dialog>
  )
}
