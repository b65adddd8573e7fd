/** The rule with its switch set; `null` where the text is no object, which the desk would refuse anyway. */
export function withEnabled(json: string, enabled: boolean): string | null {
  try {
    const rule: unknown = JSON.parse(json)
    return typeof rule === 'object' && rule !== null ? JSON.stringify({ ...rule, enabled }, null, 2) : null
  } catch {
    return null
  }
}
