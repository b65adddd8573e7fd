import type { commands as en } from '../en/commands.ts'

export const commands = {
  'command.palette': 'Commandes',
  'palette.label': 'Taper une commande, un écran ou un numéro…',
  'palette.list': 'Commandes et numéros',
  'palette.screens': 'Écrans',
  'palette.numbers': 'Courrier',
  'palette.count': '{count, plural, =0 {Aucune correspondance} one {# entrée} other {# entrées}}',
  'command.language.auto': 'Langue : comme le système',
  'command.language.en': 'Langue : English',
  'command.language.fr': 'Langue : français',
  'command.theme.system': 'Apparence : comme le système',
  'command.theme.light': 'Apparence : claire',
  'command.theme.dark': 'Apparence : sombre',
  'command.density.compact': 'Lignes : serrées',
  'command.density.comfortable': 'Lignes : confortables',
  'command.density.large': 'Lignes : grandes, avec des gants',
} as const satisfies Record<keyof typeof en, string>
