/** What the station sounds like: each tone is told from the others with the back turned, and by rhythm as well as by pitch. */
import type { Tone } from '../../../shared/domain/scan-verdict.ts'

/** Hertz, start and length in milliseconds. */
type Beep = readonly [hertz: number, at: number, length: number]
const PATTERNS: Readonly<Record<Tone, { readonly wave: OscillatorType; readonly beeps: readonly Beep[] }>> = {
  // One bright rising note: go on.
  release: {
    wave: 'sine',
    beeps: [
      [880, 0, 70],
      [1320, 75, 110],
    ],
  },
  // Two, three level notes: to a desk, to the machine.
  documents: {
    wave: 'triangle',
    beeps: [
      [660, 0, 90],
      [660, 150, 90],
    ],
  },
  scan: {
    wave: 'triangle',
    beeps: [
      [740, 0, 80],
      [740, 130, 80],
      [740, 260, 80],
    ],
  },
  // Long and low: put it down.
  stop: {
    wave: 'square',
    beeps: [
      [196, 0, 260],
      [165, 300, 380],
    ],
  },
  // A warble that ends upwards: nobody knows.
  unknown: {
    wave: 'triangle',
    beeps: [
      [520, 0, 110],
      [390, 120, 110],
      [520, 240, 160],
    ],
  },
  // Two ticks: that was heard before.
  repeated: {
    wave: 'sine',
    beeps: [
      [1050, 0, 28],
      [1050, 90, 28],
    ],
  },
}

let context: AudioContext | null = null

/** Makes no sound where the machine has none to make; a station without a loudspeaker still says everything on its screen. */
export function play(tone: Tone): void {
  if (typeof AudioContext === 'undefined') return
  context ??= new AudioContext()
  if (context.state === 'suspended') void context.resume()
  const { wave, beeps } = PATTERNS[tone]
  for (const [hertz, at, length] of beeps) {
    const oscillator = context.createOscillator()
    const gain = context.createGain()
    const from = context.currentTime + at / 1000
    const to = from + length / 1000
    oscillator.type = wave
    oscillator.frequency.value = hertz
    // Soft edges: a loudspeaker clicks at hard ones.
    gain.gain.setValueAtTime(0, from)
    gain.gain.linearRampToValueAtTime(wave === 'square' ? 0.12 : 0.25, from + 0.008)
    gain.gain.setValueAtTime(wave === 'square' ? 0.12 : 0.25, Math.max(from + 0.008, to - 0.02))
    gain.gain.linearRampToValueAtTime(0, to)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(from)
    oscillator.stop(to)
  }
}
