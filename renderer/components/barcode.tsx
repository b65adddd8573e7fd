import { useMemo } from 'react'
import { useWords } from '../i18n/text.tsx'
import { code128 } from './code128.ts'

const QUIET = 10
const HEIGHT = 40

/** The identifier as a barcode that a scanner reads off the screen: black on white in both themes. */
export function Barcode({ value }: { readonly value: string }) {
  const words = useWords()
  const widths = useMemo(() => code128(value), [value])
  if (widths === null) return null
  const total = widths.reduce((sum, width) => sum + width, 0) + 2 * QUIET
  let x = QUIET
  const bars: { readonly x: number; readonly width: number }[] = []
  widths.forEach((width, at) => {
    if (at % 2 === 0) bars.push({ x, width })
    x += width
  })
  return (
    <svg
      className="barcode"
      viewBox={`0 0 ${total} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words('item.barcode', { identifier: value })}
      shapeRendering="crispEdges"
    >
      {bars.map((bar) => (
        <rect key={bar.x} x={bar.x} y={0} width={bar.width} height={HEIGHT} />
      ))}
    </svg>
  )
}
