import type {
	EventSelector,
	GetEventSelectorsRequest,
	PutEventSelectorsRequest,
} from '@aws-sdk/client-cloudtrail'
import { AwsError } from '../../aws-error.ts'
import { operation } from '../../service.ts'
import type { Trail } from './collections.ts'
import { requireTrail, trailAccess, trailArn } from './find.ts'
import { write } from './trails.ts'

const SELECTORS_AT_MOST = 5
const BY_DEFAULT: EventSelector = {
	ReadWriteType: 'All',
	IncludeManagementEvents: true,
	DataResources: [],
	ExcludeManagementEventSources: [],
}

export const putEventSelectors = operation<PutEventSelectorsRequest, object>({
	access: ({ TrailName = '' }, call) => trailAccess(call, 'PutEventSelectors', TrailName),
	run({ TrailName = '', EventSelectors, AdvancedEventSelectors }, call) {
		if (AdvancedEventSelectors)
			throw new AwsError(
				'NotImplemented',
				'Advanced event selectors are not emulated: EventSelectors are',
				501,
			)
		const trail = requireTrail(call, TrailName)
		if (!EventSelectors || EventSelectors.length === 0 || EventSelectors.length > SELECTORS_AT_MOST)
			// The wording is ours.
			throw new AwsError(
				'InvalidEventSelectorsException',
				`A trail has from 1 to ${SELECTORS_AT_MOST} event selectors.`,
			)
		const selectors = EventSelectors.map((selector) => ({ ...BY_DEFAULT, ...selector }))
		write(call, { ...trail, selectors })
		return answer(call.scope.account, { ...trail, selectors })
	},
})

export const getEventSelectors = operation<GetEventSelectorsRequest, object>({
	access: ({ TrailName = '' }, call) => trailAccess(call, 'GetEventSelectors', TrailName),
	run: ({ TrailName = '' }, call) => answer(call.scope.account, requireTrail(call, TrailName)),
})

function answer(account: string, { name, region, selectors }: Readonly<Trail>) {
	return { TrailARN: trailArn({ account, region }, name), EventSelectors: selectors ?? [BY_DEFAULT] }
}

/** Whether a trail wants a management event, by whether it only reads and by its source. */
export function wants(
	{ selectors = [BY_DEFAULT] }: Readonly<Trail>,
	readOnly: boolean,
	source: string,
): boolean {
	return selectors.some(
		({ ReadWriteType = 'All', IncludeManagementEvents = true, ExcludeManagementEventSources = [] }) =>
			IncludeManagementEvents &&
			(ReadWriteType === 'All' || (ReadWriteType === 'ReadOnly') === readOnly) &&
			!ExcludeManagementEventSources.includes(source),
	)
}
