/** Scheduled backups: the plan, how they went, and the alarm that every screen shows. */
import { z } from '../zod.ts'
import { call, isoTime, nobody, text } from './call.ts'

export const backupPlanSchema = z.strictObject({
  enabled: z.boolean(),
  folder: text(4096).min(1),
  every: z.union([
    z.strictObject({ hours: z.number().int().min(1).max(168) }),
    z.strictObject({ daily: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'an hour of the day is written 03:30') }),
  ]),
  keep: z.strictObject({ last: z.number().int().min(1).max(1000), daily: z.number().int().min(0).max(366), weekly: z.number().int().min(0).max(520) }),
})

export const backupRunSchema = z.strictObject({
  at: isoTime,
  file: z.string().nullable(),
  ok: z.boolean(),
  bytes: z.number().nullable(),
  seconds: z.number(),
  /** Bodies that the store names and has lost; the backup holds everything else. */
  missing: z.number().int(),
  /** Why it failed: an `error.<code>` of the catalogues, and the machine's own words. */
  code: z.string().nullable(),
  reason: z.string().nullable(),
})
export type BackupRun = z.infer<typeof backupRunSchema>

export const backupAlarmSchema = z.strictObject({
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  text: z.string(),
  since: isoTime,
})
export type BackupAlarm = z.infer<typeof backupAlarmSchema>

export const backupCalls = {
  'backup.status': call(
    'user',
    nobody,
    z.strictObject({
      plan: backupPlanSchema.nullable(),
      next: isoTime.nullable(),
      /** `null`: all is well, or no backups are planned. */
      alarm: backupAlarmSchema.nullable(),
      lastGood: backupRunSchema.nullable(),
      /** Newest first. */
      history: z.array(backupRunSchema),
      running: z.string().nullable(),
    }),
  ),
  'backup.setPlan': call('administrator', backupPlanSchema, nobody),
  /** A backup as the plan makes them, now; as a job. */
  'backup.now': call('administrator', nobody, z.strictObject({ job: z.string() })),
} as const
