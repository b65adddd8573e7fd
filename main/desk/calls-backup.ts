/** Scheduled backups: the plan is this machine's own; who changed it stands in the access log. */
import { statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { backupCalls as calls } from '../../shared/contract/backup.ts'
import type { Handlers } from './calls.ts'
import { DeskFailure } from './failure.ts'

export const backupCalls: Handlers<keyof typeof calls> = {
  async 'backup.status'({ engine }) {
    return engine().backups.status()
  },
  async 'backup.setPlan'({ engine, actor }, plan) {
    // A plan that is switched off may name a folder that is gone.
    if (plan.enabled) {
      if (!isAbsolute(plan.folder)) throw new DeskFailure('backup-folder-relative', { folder: plan.folder })
      if (statSync(plan.folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw new DeskFailure('backup-folder-gone', { folder: plan.folder, reason: '' })
    }
    engine().backups.setPlan(plan)
    engine().looked(actor?.login ?? '', 'backup-plan', plan.enabled ? plan.folder : 'off')
    engine().backups.tick()
    return {}
  },
  async 'backup.now'({ engine }) {
    return { job: engine().backups.makeNow() }
  },
}
