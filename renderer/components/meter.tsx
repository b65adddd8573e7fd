/** How far something has got: a share of 0…1, or on its way without anybody knowing how far. */
export function Meter({ label, progress }: { readonly label: string; readonly progress: number | null }) {
  return (
    <div
      className={progress === null ? 'meter unsure' : 'meter'}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(progress === null ? {} : { 'aria-valuenow': Math.round(progress * 100) })}
    >
      <div style={progress === null ? {} : { inlineSize: `${progress * 100}%` }} />
    </div>
  )
}
