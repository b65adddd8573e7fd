/** The built-in EDIFACT maps: this project's reading of the UPU messages, which are members' documents. */
import type { EdifactMap } from './map.ts'

export const PREDES = {
  name: 'predes-2.1',
  note: "PREDES, UPU M41 2.1, in this project's reading",
  syntax: 'edifact',
  type: 'PREDES',
  version: '2.1',
  sender: null,
  agency: 'UP',
  starts: 'dispatch',
  segments: [
    {
      segment: 'BGM',
      fixed: { '1': 'PRE' },
      take: [
        { at: '2', to: 'head.reference', as: 'text' },
        { at: '2', to: 'dispatch.dispatch', as: 'dispatch' },
        { at: '3', to: 'head.function', as: 'text' },
      ],
    },
    { segment: 'DTM', when: { '1.1': '137' }, take: [{ at: '1.2', with: '1.3', format: '203', to: 'head.prepared', as: 'date', zone: ['dispatch.origin', 'head.sender'] }] },
    { segment: 'DTM', when: { '1.1': '182' }, take: [{ at: '1.2', with: '1.3', format: '203', to: 'dispatch.closedAt', as: 'date', zone: ['dispatch.origin', 'head.sender'] }] },
    {
      segment: 'DTM',
      when: { '1.1': '189' },
      take: [{ at: '1.2', with: '1.3', format: '203', to: 'dispatch.plannedDeparture', as: 'date', zone: ['dispatch.origin', 'head.sender'] }],
    },
    { segment: 'DTM', when: { '1.1': '232' }, take: [{ at: '1.2', with: '1.3', format: '203', to: 'dispatch.plannedArrival', as: 'date' }] },
    { segment: 'CNT', when: { '1.1': '11' }, take: [{ at: '1.2', to: 'dispatch.receptacles', as: 'integer' }] },
    { segment: 'CNT', when: { '1.1': '16' }, take: [{ at: '1.2', to: 'dispatch.items', as: 'integer' }] },
    { segment: 'CNT', when: { '1.1': '7' }, take: [{ at: '1.2', with: '1.3', unit: 'KGM', to: 'dispatch.weightG', as: 'weight' }] },
  ],
  groups: [
    {
      starts: 'transport',
      segments: [
        {
          segment: 'TDT',
          take: [
            { at: '1', to: 'transport.stage', as: 'text' },
            { at: '2', to: 'transport.number', as: 'text' },
            { at: '3', to: 'transport.mode', as: 'text' },
            { at: '5.1', to: 'transport.carrier', as: 'text' },
          ],
        },
        { segment: 'LOC', when: { '1': '5' }, take: [{ at: '2', to: 'transport.from', as: 'upper' }] },
        {
          segment: 'DTM',
          when: { '1.1': '189' },
          take: [{ at: '1.2', with: '1.3', format: '203', to: 'transport.departure', as: 'date', zone: ['transport.from', 'dispatch.origin', 'head.sender'] }],
        },
        { segment: 'LOC', when: { '1': '7' }, take: [{ at: '2', to: 'transport.to', as: 'upper' }] },
        { segment: 'DTM', when: { '1.1': '232' }, take: [{ at: '1.2', with: '1.3', format: '203', to: 'transport.arrival', as: 'date', zone: ['transport.to'] }] },
      ],
    },
    {
      starts: 'receptacle',
      segments: [
        { segment: 'GID', number: '1', fixed: { '2.1': '1' }, take: [{ at: '2.2', to: 'receptacle.type', as: 'upper' }] },
        { segment: 'PCI', take: [{ at: '2', to: 'receptacle.receptacle', as: 'receptacle' }] },
        { segment: 'MEA', when: { '1': 'WT', '2': 'G' }, take: [{ at: '3.2', with: '3.1', unit: 'KGM', to: 'receptacle.weightG', as: 'weight' }] },
        { segment: 'QTY', when: { '1.1': '52' }, take: [{ at: '1.2', to: 'receptacle.items', as: 'integer' }] },
        { segment: 'HAN', take: [{ at: '1', to: 'receptacle.handling', as: 'upper' }] },
        { segment: 'GIN', when: { '1': 'BN' }, each: { from: 2, atMost: 5, starts: 'item', to: 'item.item', as: 'item' } },
      ],
    },
  ],
} satisfies EdifactMap

export const RESDES = {
  name: 'resdes-1.1',
  note: "RESDES, UPU M13 1.1, in this project's reading",
  syntax: 'edifact',
  type: 'RESDES',
  version: '1.1',
  sender: null,
  agency: 'UP',
  starts: 'dispatch',
  codes: { status: { R: 'received', M: 'missing', E: 'excess', D: 'damaged' } },
  segments: [
    {
      segment: 'BGM',
      fixed: { '1': 'RES' },
      take: [
        { at: '2', to: 'head.reference', as: 'text' },
        { at: '2', to: 'dispatch.dispatch', as: 'dispatch' },
        { at: '3', to: 'head.function', as: 'text' },
      ],
    },
    { segment: 'DTM', when: { '1.1': '137' }, take: [{ at: '1.2', with: '1.3', format: '303', to: 'head.prepared', as: 'date', zone: ['dispatch.destination', 'head.sender'] }] },
    {
      segment: 'DTM',
      when: { '1.1': '132' },
      take: [{ at: '1.2', with: '1.3', format: '303', to: 'dispatch.arrivedAt', as: 'date', zone: ['dispatch.destination', 'head.sender'] }],
    },
  ],
  groups: [
    {
      starts: 'receptacle',
      segments: [
        { segment: 'GID', number: '1', fixed: { '2.1': '1' }, take: [{ at: '2.2', to: 'receptacle.type', as: 'upper' }] },
        { segment: 'PCI', take: [{ at: '2', to: 'receptacle.receptacle', as: 'receptacle' }] },
        { segment: 'STS', when: { '1': '2' }, take: [{ at: '2', to: 'receptacle.status', as: 'code', codes: 'status' }] },
        { segment: 'MEA', when: { '1': 'WT', '2': 'G' }, take: [{ at: '3.2', with: '3.1', unit: 'KGM', to: 'receptacle.weightG', as: 'weight' }] },
        { segment: 'FTX', when: { '1': 'AAI' }, take: freeText('receptacle.remark') },
      ],
    },
  ],
} satisfies EdifactMap

export const EMSEVT = {
  name: 'emsevt-3.0',
  note: "EMSEVT, UPU M40 3.0, in this project's reading",
  syntax: 'edifact',
  type: 'EMSEVT',
  version: '3.0',
  sender: null,
  agency: 'UP',
  starts: null,
  segments: [
    {
      segment: 'BGM',
      fixed: { '1': 'EVT' },
      take: [
        { at: '2', to: 'head.reference', as: 'text' },
        { at: '3', to: 'head.function', as: 'text' },
      ],
    },
    { segment: 'DTM', when: { '1.1': '137' }, take: [{ at: '1.2', with: '1.3', format: '303', to: 'head.prepared', as: 'date', zone: ['head.sender'] }] },
  ],
  groups: [
    {
      starts: 'event',
      segments: [
        { segment: 'CNI', number: '1', take: [{ at: '2', to: 'event.item', as: 'item' }] },
        { segment: 'STS', when: { '1': '1' }, take: [{ at: '2', to: 'event.code', as: 'upper' }] },
        { segment: 'DTM', when: { '1.1': '334' }, take: [{ at: '1.2', with: '1.3', format: '303', to: 'event.at', as: 'date', zone: ['event.office'] }] },
        { segment: 'LOC', when: { '1': '175' }, take: [{ at: '2', to: 'event.office', as: 'office' }] },
        { segment: 'RFF', when: { '1.1': 'AAS' }, take: [{ at: '1.2', to: 'event.receptacle', as: 'receptacle' }] },
        { segment: 'STS', when: { '1': '7' }, take: [{ at: '2', to: 'event.reason', as: 'text' }] },
        { segment: 'FTX', when: { '1': 'AAI' }, take: freeText('event.remark') },
      ],
    },
  ],
} satisfies EdifactMap

/** A free text has five components of up to 512 characters (C108), and the segment may come again. */
function freeText(to: string): { at: string; to: string; as: 'text'; join: string }[] {
  return ['4.1', '4.2', '4.3', '4.4', '4.5'].map((at) => ({ at, to, as: 'text', join: ' ' }))
}
