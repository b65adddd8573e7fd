import { useDesk } from '../../app/desk.tsx'

/** Whether the officer may keep what the columns of a table hold: it is a message map of the office. */
export const useMayRemember = (): boolean => useDesk('session.get', {}).data?.user?.roles.includes('administrator') === true
