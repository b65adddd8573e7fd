/** The palette, the preferences, notices of long jobs. */
export const commands = {
  'command.palette': 'Commands',
  'palette.label': 'Type a command, a screen or a number …',
  'palette.list': 'Commands and numbers',
  'palette.screens': 'Screens',
  'palette.numbers': 'Mail',
  'palette.count': '{count, plural, =0 {Nothing matches} one {# entry} other {# entries}}',
  'command.language.auto': 'Language: as the system',
  'command.language.en': 'Language: English',
  'command.language.fr': 'Language: Français',
  'command.theme.system': 'Appearance: as the system',
  'command.theme.light': 'Appearance: light',
  'command.theme.dark': 'Appearance: dark',
  'command.density.compact': 'Rows: compact',
  'command.density.comfortable': 'Rows: comfortable',
  'command.density.large': 'Rows: large, for gloves',
} as const
