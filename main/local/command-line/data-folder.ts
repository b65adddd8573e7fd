/** Where the desk keeps everything, when nobody says otherwise. */
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The user's data directory by the custom of the platform. */
export function defaultDataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform, home: string = homedir()): string {
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'liaison-desk')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'liaison-desk')
  // The XDG rule: a relative path there is to be ignored.
  const base = env['XDG_DATA_HOME']
  return join(base?.startsWith('/') === true ? base : join(home, '.local', 'share'), 'liaison-desk')
}
