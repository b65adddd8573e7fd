/** The keys that people expect of any window: copy, paste, zoom, reload. Everything else is on the screens. */
import { Menu, type MenuItemConstructorOptions } from 'electron'

const ROLES = ['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'] as const

export function setMenu(packaged: boolean): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { role: 'editMenu', submenu: ROLES.map((role) => ({ role })) },
    {
      role: 'viewMenu',
      submenu: [
        { role: 'reload' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(packaged ? [] : [{ role: 'toggleDevTools' } as const]),
      ],
    },
    { role: 'windowMenu' },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
