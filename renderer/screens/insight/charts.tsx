/**
 * The charts, drawn by recharts without animation. Their colours come from the tokens, so both themes have them; a
 * second series differs by its pattern or its dashes, never by colour alone.
 */
import { Area, Bar, BarChart, CartesianGrid, ComposedChart, Legend, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'

const AXIS = { stroke: 'var(--line-strong)', tick: { fill: 'var(--ink-2)', fontSize: 12 }, tickLine: false } as const
const TIP = {
  contentStyle: { background: 'var(--raised)', border: '1px solid var(--line-strong)', borderRadius: 6, color: 'var(--ink)', fontSize: 13 },
  labelStyle: { color: 'var(--ink-2)' },
  itemStyle: { color: 'var(--ink)' },
  cursor: { fill: 'var(--hover)', stroke: 'var(--line-strong)' },
} as const
const NAMED = { wrapperStyle: { fontSize: 12 }, iconSize: 10 } as const

export interface Series {
  readonly key: string
  readonly name: string
}
type Row = Readonly<Record<string, string | number>>

interface ChartProps {
  readonly rows: readonly Row[]
  readonly series: readonly Series[]
  readonly rtl: boolean
  readonly number: (n: number) => string
}

/** Time along the bottom: the first series as a filled line, the second dashed. */
export function StockChart({ rows, series: [first, second], rtl, number }: ChartProps) {
  if (first === undefined || second === undefined) return null
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={[...rows]} margin={{ top: 8, right: 12, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="name" {...AXIS} reversed={rtl} minTickGap={40} />
        <YAxis {...AXIS} allowDecimals={false} width={52} orientation={rtl ? 'right' : 'left'} tickFormatter={number} axisLine={false} />
        <Tooltip {...TIP} isAnimationActive={false} formatter={(value) => number(Number(value))} />
        <Legend {...NAMED} />
        <Area
          dataKey={first.key}
          name={first.name}
          type="stepAfter"
          stroke="var(--accent)"
          strokeWidth={2}
          fill="var(--accent)"
          fillOpacity={0.14}
          isAnimationActive={false}
          dot={false}
        />
        <Line dataKey={second.key} name={second.name} type="stepAfter" stroke="var(--open)" strokeWidth={2} strokeDasharray="5 4" isAnimationActive={false} dot={false} />
      </ComposedChart>
    </ResponsiveContainer>
  )
}

/** Bars side by side: the first series full, the second an outline with a light filling. */
export function PairChart({ rows, series, rtl, number, lying = false }: ChartProps & { readonly lying?: boolean }) {
  const names = { dataKey: 'name', type: 'category' as const, ...AXIS }
  const numbers = { type: 'number' as const, ...AXIS, allowDecimals: false, tickFormatter: number, axisLine: false }
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={[...rows]} layout={lying ? 'vertical' : 'horizontal'} margin={{ top: 8, right: 12, bottom: 0, left: 0 }} barGap={2} accessibilityLayer={false}>
        <CartesianGrid vertical={lying} horizontal={!lying} stroke="var(--line)" />
        {lying ? <XAxis {...numbers} reversed={rtl} /> : <XAxis {...names} reversed={rtl} interval={0} />}
        {lying ? (
          <YAxis {...names} width={series.some(({ key }) => key === 'found') ? 200 : 64} orientation={rtl ? 'right' : 'left'} interval={0} />
        ) : (
          <YAxis {...numbers} width={52} orientation={rtl ? 'right' : 'left'} />
        )}
        <Tooltip {...TIP} isAnimationActive={false} formatter={(value) => number(Number(value))} />
        <Legend {...NAMED} />
        {series.map(({ key, name }, at) => (
          <Bar
            key={key}
            dataKey={key}
            name={name}
            isAnimationActive={false}
            maxBarSize={28}
            fill={at === 0 ? 'var(--accent)' : 'var(--quiet)'}
            fillOpacity={at === 0 ? 1 : 0.22}
            stroke={at === 0 ? 'var(--accent)' : 'var(--quiet)'}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  )
}
