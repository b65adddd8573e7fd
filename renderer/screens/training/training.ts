/** Into the training office and out of it, as the screens need it. */
import { useCallback } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { useDesk, useDeskCall } from '../../app/desk.tsx'

export type Exercise = Output<'training.exercise'>
export type ExerciseItem = Exercise['items'][number]
export type Inside = NonNullable<Output<'training.inside'>['inside']>

export const useTraining = (): boolean => useDesk('session.get', {}).data?.training === true

export interface EnterTraining {
  readonly enter: () => void
  readonly isPending: boolean
  readonly error: unknown
}

/** Opens the training office on its exercise. */
export function useEnterTraining(): EnterTraining {
  const { mutate, isPending, error } = useDeskCall('training.enter')
  const enter = useCallback(() => {
    // Before the answer: the first screen of the training office is read from the address.
    location.hash = '#/training'
    mutate({})
  }, [mutate])
  return { enter, isPending, error }
}

/** The exercise with how far it has come; `undefined` until it is there. */
export const useExercise = (): Exercise | undefined => useDesk('training.exercise', {}).data

/**
 * Whether this page was opened for the training office (`npm start -- --training`). True once: a page that was left
 * on purpose does not go in again by itself.
 */
export function takeTrainingWish(): boolean {
  const address = new URL(location.href)
  if (!address.searchParams.has('training')) return false
  address.searchParams.delete('training')
  history.replaceState(history.state, '', address)
  return true
}
