/** Canonical records as the groups and fields that a message map speaks of: the reader's assembly, backwards. */
import type { CanonicalRecord, Declaration, DispatchAdvice, MessageHead, Moment, Money, Party, ReceptacleAdvice } from '../../../shared/domain/records.ts'
import type { GroupName } from '../maps/fields.ts'

export type WrittenValue = string | number | boolean | Moment | Money

/** One group with its fields by name, and the groups inside it. */
export interface Instance {
  readonly group: GroupName
  readonly values: ReadonlyMap<string, WrittenValue>
  readonly children: readonly Instance[]
}

/** The groups of a message, in the order of its records; a dispatch, if there is one, is the message itself. */
export interface Message {
  readonly head: ReadonlyMap<string, WrittenValue>
  readonly dispatch: Instance | null
  readonly groups: readonly Instance[]
}

export function messageOf(head: MessageHead, records: readonly CanonicalRecord[]): Message {
  const groups: Instance[] = []
  const inReceptacle = new Map<string, Instance[]>()
  let dispatch: Instance | null = null
  for (const record of records) {
    if (record.kind !== 'item') continue
    const item = instance('item', { 'item.item': record.item })
    if (record.receptacle === null) groups.push(item)
    else inReceptacle.set(record.receptacle, [...(inReceptacle.get(record.receptacle) ?? []), item])
  }
  for (const record of records) {
    switch (record.kind) {
      case 'dispatch':
        dispatch ??= dispatchInstance(record)
        break
      case 'receptacle':
        groups.push(receptacleInstance(record, inReceptacle.get(record.receptacle) ?? []))
        break
      case 'declaration':
        groups.push(declarationInstance(record))
        break
      case 'event': {
        const { item, code, at, office, receptacle, reason, remark } = record
        groups.push(
          instance('event', {
            'event.item': item,
            'event.code': code,
            'event.at': at,
            'event.office': office,
            'event.receptacle': receptacle,
            'event.reason': reason,
            'event.remark': remark,
          }),
        )
        break
      }
      case 'decision':
        groups.push(
          instance(
            'decision',
            {
              'decision.item': record.item,
              'decision.receptacle': record.receptacle,
              'decision.decision': record.decision,
              'decision.reason': record.reason,
              'decision.decidedAt': record.decidedAt,
              'decision.office': record.office,
              'decision.remark': record.remark,
              'decision.total': record.assessment?.total ?? null,
              'decision.supersedes': record.supersedes,
            },
            (record.assessment?.taxes ?? []).map((tax) =>
              instance('tax', { 'tax.type': tax.type, 'tax.rate': tax.rate, 'tax.base': tax.base, 'tax.amount': tax.amount, 'tax.currency': tax.currency }),
            ),
          ),
        )
        break
      case 'item':
        break
    }
  }
  return {
    head: values({
      'head.sender': head.sender,
      'head.recipient': head.recipient,
      'head.reference': head.reference,
      'head.prepared': head.prepared,
      'head.function': head.function,
      'head.version': head.version,
    }),
    dispatch,
    groups,
  }
}

function values(fields: Readonly<Record<string, WrittenValue | null>>): ReadonlyMap<string, WrittenValue> {
  const map = new Map<string, WrittenValue>()
  for (const [name, value] of Object.entries(fields)) if (value !== null && value !== '') map.set(name, value)
  return map
}

function instance(group: GroupName, fields: Readonly<Record<string, WrittenValue | null>>, children: readonly Instance[] = []): Instance {
  return { group, values: values(fields), children }
}

function dispatchInstance(record: DispatchAdvice): Instance {
  const last = record.transport.length - 1
  return instance(
    'dispatch',
    {
      'dispatch.dispatch': record.dispatch,
      'dispatch.closedAt': record.closedAt,
      'dispatch.arrivedAt': record.arrivedAt,
      'dispatch.receptacles': record.receptacles,
      'dispatch.items': record.items,
      'dispatch.weightG': record.weightG,
      // Legs carry the planned times where there are legs.
      'dispatch.plannedDeparture': last < 0 ? record.plannedDeparture : null,
      'dispatch.plannedArrival': last < 0 ? record.plannedArrival : null,
    },
    record.transport.map((leg, i) =>
      instance('transport', {
        'transport.stage': leg.stage,
        'transport.number': leg.number,
        'transport.mode': leg.mode,
        'transport.carrier': leg.carrier,
        'transport.from': leg.from,
        'transport.to': leg.to,
        'transport.departure': i === 0 ? record.plannedDeparture : null,
        'transport.arrival': i === last ? record.plannedArrival : null,
      }),
    ),
  )
}

function receptacleInstance(record: ReceptacleAdvice, items: readonly Instance[]): Instance {
  return instance(
    'receptacle',
    {
      'receptacle.receptacle': record.receptacle,
      'receptacle.type': record.type,
      'receptacle.weightG': record.weightG,
      'receptacle.items': record.items,
      'receptacle.handling': record.handling,
      'receptacle.status': record.status,
      'receptacle.remark': record.remark,
    },
    items,
  )
}

function declarationInstance(record: Declaration): Instance {
  const party = (prefix: string, of: Party | null): Record<string, string | null> => ({
    [`${prefix}.name`]: of?.name ?? null,
    [`${prefix}.company`]: of?.company ?? null,
    [`${prefix}.street`]: of?.street ?? null,
    [`${prefix}.city`]: of?.city ?? null,
    [`${prefix}.state`]: of?.state ?? null,
    [`${prefix}.postalCode`]: of?.postalCode ?? null,
    [`${prefix}.country`]: of?.country ?? null,
    [`${prefix}.telephone`]: of?.telephone ?? null,
    [`${prefix}.email`]: of?.email ?? null,
  })
  const taxIds = (group: 'senderTaxId' | 'addresseeTaxId', of: Party | null): Instance[] =>
    (of?.taxIds ?? []).map(({ scheme, id }) => instance(group, { [`${group}.scheme`]: scheme, [`${group}.id`]: id }))
  return instance(
    'declaration',
    {
      'declaration.item': record.item,
      'declaration.localId': record.localId,
      'declaration.postingDate': record.postingDate,
      'declaration.mailClass': record.mailClass,
      'declaration.mailCategory': record.mailCategory,
      'declaration.handlingClass': record.handlingClass,
      'declaration.originOperator': record.originOperator,
      'declaration.destinationOperator': record.destinationOperator,
      'declaration.dispatch': record.dispatch,
      'declaration.receptacle': record.receptacle,
      'declaration.nature': record.nature,
      'declaration.grossWeightG': record.grossWeightG,
      'declaration.postage': record.postage,
      'declaration.insuredValue': record.insuredValue,
      'declaration.customsOffice': record.customsOffice,
      ...party('sender', record.sender),
      ...party('addressee', record.addressee),
    },
    [
      ...taxIds('senderTaxId', record.sender),
      ...taxIds('addresseeTaxId', record.addressee),
      ...record.content.map((piece) =>
        instance('piece', {
          'piece.number': piece.piece,
          'piece.description': piece.description,
          'piece.quantity': piece.quantity,
          'piece.netWeightG': piece.netWeightG,
          'piece.value': piece.value,
          'piece.hs': piece.hs,
          'piece.origin': piece.origin,
        }),
      ),
      ...record.documents.map(({ type, number }) => instance('document', { 'document.type': type, 'document.number': number })),
      ...record.referrals.map(({ code, at, answered }) => instance('referral', { 'referral.code': code, 'referral.at': at, 'referral.answered': answered })),
    ],
  )
}
