/** Insight: how the office does, in five charts, each with its table. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Insight } from '../../../shared/contract/insight.ts'
import { useDesk } from '../../app/desk.tsx'
import { Bones, ErrorState } from '../../components/states.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useSaid, useWords } from '../../i18n/text.tsx'
import { PairChart, StockChart } from './charts.tsx'
import { FigureCard } from './figure-card.tsx'

const PERIODS = ['1', '7', '30'] as const
const DAY = 86_400_000
/** Periods end at a full quarter of an hour, so that the same one is asked for once. */
const STEP = 900_000
const MOST_ORIGINS = 12
const MOST_RULES = 12
/** A name beside a bar; whole in the table. */
const shortened = (text: string): string => ([...text].length > 30 ? `${[...text].slice(0, 29).join('')}…` : text)

export function InsightScreen() {
  const words = useWords()
  const navigate = useNavigate()
  const asked = useSearch({ from: '/insight' })['days']?.[0]
  const days = PERIODS.find((one) => one === asked) ?? '1'
  const end = Math.ceil(Date.now() / STEP) * STEP
  const query = useDesk('insight.get', { from: new Date(end - Number(days) * DAY).toISOString(), to: new Date(end).toISOString() }, { placeholderData: (before) => before })
  return (
    <div className="work">
      <div className="work-head">
        <h1>{words('insight.title')}</h1>
        <div className="period" role="radiogroup" aria-label={words('insight.period')}>
          {PERIODS.map((one) => (
            <label key={one} className="period-choice">
              <input type="radio" name="period" checked={days === one} onChange={() => void navigate({ to: '/insight', search: { days: [one] }, replace: true })} />
              <span>{words(`insight.period.${one}`)}</span>
            </label>
          ))}
        </div>
      </div>
      <span />
      <div className="page-scroll work-grid" tabIndex={0} role="region" aria-label={words('insight.title')}>
        {query.isError ? (
          <ErrorState error={query.error} retry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <Bones lines={16} />
        ) : (
          <Figures insight={query.data} daily={days !== '1'} />
        )}
      </div>
    </div>
  )
}

function Figures({ insight, daily }: { readonly insight: Insight; readonly daily: boolean }) {
  const words = useWords()
  const said = useSaid()
  const { count, clock, moment, country } = useFormats()
  const rules = useDesk('rules.list', {}).data?.rules
  const rtl = document.documentElement.dir === 'rtl'
  const ruleName = useMemo(() => {
    const names = new Map(rules?.map((rule) => [rule.id, said('rule', rule.reason)]))
    return (id: string) => names.get(id) ?? id
  }, [rules, said])
  const share = (part: number, whole: number) => (whole === 0 ? '—' : `${count(Math.round((part / whole) * 100))} %`)
  const minutes = (n: number | undefined) => (n === undefined ? '—' : count(Math.round(n)))
  const { stock, releases, ageing, origins } = insight
  const common = { rtl, number: count }

  const custody = stock.map((point) => point.custody)
  const worked = stock.some((point) => point.custody + point.detained + point.came + point.went > 0)
  const items = origins.reduce((sum, one) => sum + one.items, 0)
  const sum = (key: 'declared' | 'faultless') => origins.reduce((total, one) => total + one[key], 0)
  const held = ageing.reduce((total, one) => total + one.held, 0)
  const long = ageing.filter(({ age }) => age !== '24' && age !== '48').reduce((total, one) => total + one.held, 0)
  const released = releases.reduce((total, one) => total + one.releases, 0)
  // An office whose arrivals nobody tells still knows when an item was presented.
  const fromArrival = releases.some((one) => one.fromArrival !== null)
  const timed = (one: Insight['releases'][number]) => (fromArrival ? one.fromArrival : one.fromPresentation)
  const waiting = ageing.some((one) => one.custody > 0)
  return (
    <div className="figures">
      <FigureCard
        wide
        title={words('insight.stock')}
        text={words('insight.stock.text', { least: Math.min(...custody, Number.MAX_SAFE_INTEGER), most: Math.max(...custody, 0), now: custody.at(-1) ?? 0 })}
        table={{
          head: (['at', 'custody', 'detained', 'came', 'went'] as const).map((key) => words(`insight.stock.${key}`)),
          rows: worked ? stock.map((point) => [moment(point.at), count(point.custody), count(point.detained), count(point.came), count(point.went)]) : [],
        }}
      >
        <StockChart
          {...common}
          rows={stock.map((point) => ({ name: daily ? moment(point.at) : clock(point.at), custody: point.custody, detained: point.detained }))}
          series={(['custody', 'detained'] as const).map((key) => ({ key, name: words(`insight.stock.${key}`) }))}
        />
      </FigureCard>
      <FigureCard
        title={words('insight.releases')}
        text={words(fromArrival ? 'insight.releases.text' : 'insight.releases.text.presented', { count: released })}
        table={{
          head: (['channel', 'n', 'mean', 'median', 'p90', 'range', 'presented'] as const).map((key) => words(`insight.releases.${key}`)),
          rows:
            released === 0
              ? []
              : releases
                  .map((one) => ({ ...one, time: timed(one) }))
                  .map(({ channel, releases: n, time, fromPresentation }) => [
                    words(`insight.channel.${channel}`),
                    count(n),
                    minutes(time?.mean),
                    minutes(time?.median),
                    minutes(time?.p90),
                    time === null ? '—' : `${minutes(time.least)} – ${minutes(time.most)}`,
                    minutes(fromPresentation?.median),
                  ]),
        }}
      >
        <PairChart
          {...common}
          rows={releases.map((one) => ({ name: words(`insight.channel.${one.channel}`), median: Math.round(timed(one)?.median ?? 0), p90: Math.round(timed(one)?.p90 ?? 0) }))}
          series={(['median', 'p90'] as const).map((key) => ({ key, name: words(`insight.releases.${key}`) }))}
        />
      </FigureCard>
      <FigureCard
        title={words('insight.ageing')}
        text={words('insight.ageing.text', { held, more: long })}
        table={{
          head: [words('report.age'), words('report.ageing.held'), words('report.ageing.custody')],
          rows: waiting ? ageing.map((one) => [words(`report.age.${one.age}`), count(one.held), count(one.custody)]) : [],
        }}
      >
        <PairChart
          {...common}
          rows={ageing.map((one) => ({ name: words(`report.age.${one.age}`), held: one.held, custody: one.custody }))}
          series={(['held', 'custody'] as const).map((key) => ({ key, name: words(`report.ageing.${key}`) }))}
        />
      </FigureCard>
      <FigureCard
        title={words('insight.origins')}
        text={words('insight.origins.text', { items, share: share(sum('declared'), items), faultless: share(sum('faultless'), items) })}
        table={{
          head: (['origin', 'items', 'declared', 'faultless'] as const).map((key) => words(`insight.origins.${key}`)),
          rows: origins.map((one) => [
            one.origin === null ? words('report.key.none') : country(one.origin),
            count(one.items),
            share(one.declared, one.items),
            share(one.faultless, one.items),
          ]),
        }}
      >
        <PairChart
          {...common}
          lying
          number={(n) => `${count(n)} %`}
          rows={origins.slice(0, MOST_ORIGINS).map((one) => ({
            name: one.origin ?? '—',
            declared: Math.round((one.declared / one.items) * 100),
            faultless: Math.round((one.faultless / one.items) * 100),
          }))}
          series={(['declared', 'faultless'] as const).map((key) => ({ key, name: words(`insight.origins.${key}`) }))}
        />
      </FigureCard>
      <FigureCard
        title={words('insight.rules')}
        text={words('insight.rules.text')}
        table={{
          head: (['rule', 'examined', 'found', 'share'] as const).map((key) => words(`insight.rules.${key}`)),
          rows: insight.rules.map((one) => [ruleName(one.rule), count(one.examined), count(one.found), share(one.found, one.examined)]),
        }}
      >
        <PairChart
          {...common}
          lying
          rows={insight.rules.slice(0, MOST_RULES).map((one) => ({ name: shortened(ruleName(one.rule)), found: one.found, examined: one.examined }))}
          series={(['found', 'examined'] as const).map((key) => ({ key, name: words(`insight.rules.${key}`) }))}
        />
      </FigureCard>
    </div>
  )
}
