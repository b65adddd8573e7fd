import type { TextKey } from './en.ts'
import { administration } from './fr/administration.ts'
import { backup } from './fr/backup.ts'
import { commands } from './fr/commands.ts'
import { dispatches } from './fr/dispatches.ts'
import { exchange } from './fr/exchange.ts'
import { frame } from './fr/frame.ts'
import { item } from './fr/item.ts'
import { scan } from './fr/scan.ts'
import { training } from './fr/training.ts'
import { views } from './fr/views.ts'
import { insight } from './fr/insight.ts'
import { shift } from './fr/shift.ts'
import { table } from './fr/table.ts'
import { words } from './fr/words.ts'
import { worklist } from './fr/worklist.ts'

export const fr: Record<TextKey, string> = {
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
}
