/**
 * The commands: what each takes, and where its code lies. Nothing here loads a command before it runs, so that
 * `help`, and a usage error, answer without opening the store's libraries.
 */
import type { ParseArgsOptionsConfig } from 'node:util'
import type { Run } from './context.ts'

export interface Command {
  readonly name: string
  /** After the name, as `help` shows it. */
  readonly usage: string
  readonly summary: string
  readonly options: ParseArgsOptionsConfig
  /** Least and most positionals. */
  readonly positionals: readonly [number, number]
  readonly load: () => Promise<Run>
}

const text = { type: 'string' } as const
const many = { type: 'string', multiple: true } as const
const yes = { type: 'boolean' } as const

export const COMMANDS: readonly Command[] = [
  {
    name: 'init',
    usage: '--office IMPC --user LOGIN [--role ROLE] [--zone IANA] [--name TEXT] [--user-name TEXT] [--watch DIR] [--out DIR]',
    summary: 'set up an office and its first user (password in LIAISON_PASSWORD)',
    options: { office: text, user: text, role: text, zone: text, name: text, 'user-name': text, watch: text, out: text },
    positionals: [0, 0],
    load: async () => (await import('./init.ts')).init,
  },
  {
    name: 'set-up',
    usage: '--config FILE [--check]',
    summary: 'set up an office by its configuration file, or change what differs from it',
    options: { config: text, check: yes },
    positionals: [0, 0],
    load: async () => (await import('./set-up.ts')).setUp,
  },
  {
    name: 'import',
    usage: 'PATH… [--map NAME]',
    summary: 'read interchanges: files, and folders recursively',
    options: { map: text },
    positionals: [0, Number.POSITIVE_INFINITY],
    load: async () => (await import('./import.ts')).importFiles,
  },
  { name: 'dispatches', usage: '', summary: 'list the dispatches', options: {}, positionals: [0, 0], load: async () => (await import('./lists.ts')).dispatches },
  {
    name: 'receptacles',
    usage: '[--dispatch ID]',
    summary: 'list the receptacles',
    options: { dispatch: text },
    positionals: [0, 0],
    load: async () => (await import('./lists.ts')).receptacles,
  },
  {
    name: 'items',
    usage: '[--view NAME] [--where FIELD=VALUE]… [--search TEXT] [--limit N]',
    summary: 'list the items',
    options: { view: text, where: many, search: text, limit: text },
    positionals: [0, 0],
    load: async () => (await import('./lists.ts')).items,
  },
  { name: 'item', usage: 'ID', summary: 'show one item with all that is known of it', options: {}, positionals: [1, 1], load: async () => (await import('./lists.ts')).item },
  {
    name: 'act',
    usage: '[FILE|-] --as USER',
    summary: 'decide: a command a line in, an outcome a line out (password in LIAISON_PASSWORD)',
    options: { as: text },
    positionals: [0, 1],
    load: async () => (await import('./act.ts')).act,
  },
  {
    name: 'outbox',
    usage: '[--flush DIR]',
    summary: 'list the answers to the post, or write those that are due',
    options: { flush: text },
    positionals: [0, 0],
    load: async () => (await import('./outbox.ts')).outbox,
  },
  {
    name: 'report',
    usage: 'shift (--shift ID|open|last | --from T [--to T]) [--format csv|json|html] [--out FILE] [--language en|fr] [--bom]',
    summary: 'write a report: a shift, or the time between two moments',
    options: { shift: text, from: text, to: text, format: text, out: text, language: text, bom: yes },
    positionals: [1, 1],
    load: async () => (await import('./report.ts')).report,
  },
  {
    name: 'rebuild',
    usage: '',
    summary: 'make all lists anew from the messages and the ledger',
    options: {},
    positionals: [0, 0],
    load: async () => (await import('./maintenance.ts')).rebuild,
  },
  {
    name: 'verify',
    usage: '',
    summary: 'check chain, signatures, lists against replay, and the database',
    options: {},
    positionals: [0, 0],
    load: async () => (await import('./maintenance.ts')).verify,
  },
  {
    name: 'backup',
    usage: 'FILE',
    summary: 'write a backup, encrypted as the store is',
    options: {},
    positionals: [1, 1],
    load: async () => (await import('./maintenance.ts')).backup,
  },
  {
    name: 'restore',
    usage: 'FILE',
    summary: 'bring a backup back, into an empty data directory',
    options: {},
    positionals: [1, 1],
    load: async () => (await import('./restore.ts')).restore,
  },
  {
    name: 'recover',
    usage: '--user USER',
    summary: 'set a password with LIAISON_RECOVERY_KEY (the new one in LIAISON_PASSWORD)',
    options: { user: text },
    positionals: [0, 0],
    load: async () => (await import('./init.ts')).recover,
  },
  {
    name: 'simulate',
    usage: '--out DIR [--seed N] [--dispatches N] [--items N] [--faults on|off] [--office IMPC] [--start TIME] [--hours N]',
    summary: "invent an office: a day's interchanges in DIR/in, the truth in DIR/truth.ndjson",
    options: { out: text, seed: text, dispatches: text, items: text, faults: text, office: text, start: text, hours: text },
    positionals: [0, 0],
    load: async () => (await import('./simulate.ts')).simulateOffice,
  },
  {
    name: 'doctor',
    usage: '',
    summary: 'say whether this machine has what the desk needs',
    options: {},
    positionals: [0, 0],
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'desk',
    usage: '[--training] [--port N] [--no-open] [--config FILE]',
    summary: 'open the desk in a browser window',
    options: { training: yes, port: text, 'no-open': yes, config: text },
    positionals: [0, 0],
    load: async () => (await import('./desk.ts')).desk,
  },
  {
    name: 'training',
    usage: '[--port N] [--no-open] [--config FILE]',
    summary: 'open the training office: simulated mail, nothing is sent',
    options: { port: text, 'no-open': yes, config: text },
    positionals: [0, 0],
    load: async () => (await import('./desk.ts')).training,
  },
]

export const COMMON: ParseArgsOptionsConfig = { data: text, json: yes, help: { type: 'boolean', short: 'h' } }

export const usageOf = (command: Command): string => `liaison ${command.name}${command.usage === '' ? '' : ` ${command.usage}`} [--data DIR] [--json]`

export function helpText(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length)) + 2
  return [
    'liaison COMMAND … [--data DIR] [--json]',
    '',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`),
    `  ${'help'.padEnd(width)}show this, or the usage of a command: help COMMAND`,
    '',
    "--data DIR  the data directory (by default the user's own)",
    '--json      one JSON object a line on stdout, and nothing else there',
    '',
    'LIAISON_KEY is the passphrase of the store where it has one; LIAISON_PASSWORD that of the user who acts.',
    'Exit 0 done · 1 done, but something was set aside, rejected, not found or different · 2 could not run.',
  ].join('\n')
}
