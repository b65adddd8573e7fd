/**
 * The application's menu: the keys that people expect of any window, in the language of the screens. What an officer
 * does with items is on the screens and in their palette, never here.
 */
import { Menu, type MenuItemConstructorOptions } from 'electron'
import { shellText } from './words.ts'

export interface MenuChoices {
  readonly packaged: boolean
  readonly platform: NodeJS.Platform
  readonly print: () => void
}

type Role = NonNullable<MenuItemConstructorOptions['role']>
const BETWEEN = { type: 'separator' } as const

/** Roles bring their behaviour and, where none stands here, their usual key. */
export function menuTemplate({ packaged, platform, print }: MenuChoices): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  const item = (role: Role, word: Parameters<typeof shellText>[0], accelerator?: string): MenuItemConstructorOptions => ({
    role,
    label: shellText(word),
    ...(accelerator === undefined ? {} : { accelerator }),
  })
  const file: MenuItemConstructorOptions = {
    label: shellText('file'),
    submenu: [{ label: shellText('print'), accelerator: 'CmdOrCtrl+P', click: print }, BETWEEN, mac ? item('close', 'close') : item('quit', 'quit', 'CmdOrCtrl+Q')],
  }
  const program: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      item('about', 'about'),
      BETWEEN,
      item('services', 'services'),
      BETWEEN,
      item('hide', 'hide'),
      item('hideOthers', 'hideOthers'),
      item('unhide', 'unhide'),
      BETWEEN,
      item('quit', 'quit'),
    ],
  }
  const help: MenuItemConstructorOptions = { label: shellText('help'), role: 'help', submenu: [item('about', 'about')] }
  return [
    ...(mac ? [program] : []),
    file,
    {
      label: shellText('edit'),
      submenu: [item('undo', 'undo'), item('redo', 'redo'), BETWEEN, item('cut', 'cut'), item('copy', 'copy'), item('paste', 'paste'), item('selectAll', 'selectAll')],
    },
    {
      label: shellText('view'),
      submenu: [
        item('reload', 'reload'),
        BETWEEN,
        item('resetZoom', 'resetZoom'),
        item('zoomIn', 'zoomIn'),
        item('zoomOut', 'zoomOut'),
        BETWEEN,
        item('togglefullscreen', 'fullScreen'),
        ...(packaged ? [] : [BETWEEN, item('toggleDevTools', 'developer')]),
      ],
    },
    { label: shellText('window'), role: 'window', submenu: [item('minimize', 'minimise'), ...(mac ? [item('front', 'front')] : [item('close', 'close')])] },
    ...(mac ? [] : [help]),
  ]
}

export const setMenu = (choices: MenuChoices): void => Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(choices)))
