import type {
	LifecycleExpiration,
	LifecycleRuleFilter,
	LifecycleRule as SentRule,
	Transition,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import type { Call } from '../../../service.ts'
import { invalidArgument, invalidRequest, malformedXml } from '../s3-error.ts'
import type { LifecycleRule } from './settings.ts'

const RULES = 1000
const DAY = 86_400_000
/** Days that an object has to wait before it may go to a class. */
const EARLIEST: Readonly<Record<string, number>> = { STANDARD_IA: 30, ONEZONE_IA: 30 }

/** The rules of a configuration as they are kept. Throws AwsError when one is not allowed. */
export function readRules(call: Call, sent: ReadonlyArray<SentRule>): Array<LifecycleRule> {
	if (sent.length === 0 || sent.length > RULES) throw malformedXml()
	const rules = sent.map((rule) => readRule(rule, rule.ID ?? call.ids.uuid()))
	const ids = new Set(rules.map(({ ID }) => ID))
	if (ids.size === rules.length) return rules
	const message = 'Rule ID must be unique. Found same ID for more than one rule'
	throw new AwsError('InvalidArgument', message, 400)
}

function readRule(sent: SentRule, id: string): LifecycleRule {
	const { Status, Prefix, Filter, Expiration, NoncurrentVersionExpiration: noncurrent } = sent
	if (id.length > 255) throw invalidArgument('ID length should not exceed allowed limit of 255', 'ID', id)
	if (Status !== 'Enabled' && Status !== 'Disabled') throw malformedXml()
	if ((Prefix === undefined) === (Filter === undefined)) throw malformedXml()
	if (Filter) checkFilter(Filter)
	if (Expiration) checkExpiration(Expiration)
	if (noncurrent) {
		if (noncurrent.NoncurrentDays === undefined) throw malformedXml()
		checkPositive(noncurrent.NoncurrentDays, 'NoncurrentDays', 'NoncurrentVersionExpiration')
	}
	const abort = sent.AbortIncompleteMultipartUpload
	if (abort)
		checkPositive(abort.DaysAfterInitiation ?? 0, 'DaysAfterInitiation', 'AbortIncompleteMultipartUpload')
	for (const transition of sent.Transitions ?? []) checkTransition(transition)
	for (const { NoncurrentDays, StorageClass } of sent.NoncurrentVersionTransitions ?? []) {
		if (NoncurrentDays === undefined || StorageClass === undefined) throw malformedXml()
	}
	const actions = [Expiration, noncurrent, abort, sent.Transitions, sent.NoncurrentVersionTransitions]
	if (!actions.some((action) => action !== undefined))
		throw invalidRequest('At least one action needs to be specified in a rule')
	if (Filter?.Tag ?? Filter?.And?.Tags) {
		if (abort) throw invalidRequest('AbortIncompleteMultipartUpload cannot be specified with Tags.')
		if (Expiration?.ExpiredObjectDeleteMarker)
			throw invalidRequest('ExpiredObjectDeleteMarker cannot be specified with Tags.')
	}
	const { Expiration: _, Transitions, ...rest } = sent
	return {
		...rest,
		ID: id,
		Status,
		...(Expiration && { Expiration: withoutDate(Expiration) }),
		...(Transitions && { Transitions: Transitions.map(withoutDate) }),
	}
}

function checkFilter(filter: LifecycleRuleFilter): void {
	const given = Object.values(filter).filter((value) => value !== undefined)
	if (given.length > 1) throw malformedXml()
	const { And: and } = filter
	if (!and) return
	const parts = [and.Prefix, and.ObjectSizeGreaterThan, and.ObjectSizeLessThan, ...(and.Tags ?? [])]
	if (parts.filter((part) => part !== undefined).length < 2) throw malformedXml()
	const keys = (and.Tags ?? []).map(({ Key }) => Key)
	if (new Set(keys).size < keys.length) throw invalidRequest('Duplicate Tag Keys are not allowed.')
}

function checkExpiration({ Date: date, Days, ExpiredObjectDeleteMarker }: LifecycleExpiration): void {
	const given = [date, Days, ExpiredObjectDeleteMarker].filter((value) => value !== undefined)
	if (given.length !== 1) throw malformedXml()
	if (Days !== undefined) checkPositive(Days, 'Days', 'Expiration')
	checkMidnight(date)
}

function checkTransition({ Date: date, Days, StorageClass }: Transition): void {
	if (StorageClass === undefined || (date === undefined) === (Days === undefined)) throw malformedXml()
	checkMidnight(date)
	const earliest = EARLIEST[StorageClass] ?? 0
	if (Days === undefined || Days >= earliest) return
	const message = `'Days' in Transition action must be greater than or equal to ${earliest} for storageClass '${StorageClass}'`
	throw invalidArgument(message, 'Days', String(Days))
}

function checkPositive(days: number, element: string, action: string): void {
	if (Number.isInteger(days) && days > 0) return
	throw invalidArgument(`'${element}' for ${action} action must be a positive integer`, element, String(days))
}

function checkMidnight(date: Date | undefined): void {
	if (date === undefined || date.getTime() % DAY === 0) return
	throw invalidArgument("'Date' must be at midnight GMT", 'Date', date.toISOString())
}

/** Documents hold epoch milliseconds. */
function withoutDate<T extends { Date?: Date }>({ Date: date, ...rest }: T) {
	return date === undefined ? rest : { ...rest, Date: date.getTime() }
}
