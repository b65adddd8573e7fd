import { administration } from './en/administration.ts'
import { backup } from './en/backup.ts'
import { commands } from './en/commands.ts'
import { dispatches } from './en/dispatches.ts'
import { exchange } from './en/exchange.ts'
import { frame } from './en/frame.ts'
import { item } from './en/item.ts'
import { scan } from './en/scan.ts'
import { training } from './en/training.ts'
import { views } from './en/views.ts'
import { insight } from './en/insight.ts'
import { shift } from './en/shift.ts'
import { table } from './en/table.ts'
import { words } from './en/words.ts'
import { worklist } from './en/worklist.ts'

export const en = {
  ...frame,
  ...words,
  ...worklist,
  ...item,
  ...exchange,
  ...dispatches,
  ...administration,
  ...commands,
  ...backup,
  ...table,
  ...views,
  ...training,
  ...shift,
  ...scan,
  ...insight,
} as const
export type TextKey = keyof typeof en
