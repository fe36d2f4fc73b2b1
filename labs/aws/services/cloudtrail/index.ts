import type { Service } from '../../service.ts'
import { deliverTrail, hearEvents } from './deliver-trail.ts'
import { getEventSelectors, putEventSelectors } from './event-selectors.ts'
import { lookupEvents } from './lookup-events.ts'
import { addTags, listTags, removeTags } from './tags.ts'
import {
	createTrail,
	deleteTrail,
	describeTrails,
	getTrail,
	getTrailStatus,
	listTrails,
	startLogging,
	stopLogging,
	updateTrail,
} from './trails.ts'

/** AWS CloudTrail: the event history, read from the journal, and trails that deliver it. */
export const cloudtrail: Service = {
	name: 'cloudtrail',
	operations: {
		AddTags: addTags,
		CreateTrail: createTrail,
		DeleteTrail: deleteTrail,
		DescribeTrails: describeTrails,
		GetEventSelectors: getEventSelectors,
		GetTrail: getTrail,
		GetTrailStatus: getTrailStatus,
		ListTags: listTags,
		ListTrails: listTrails,
		LookupEvents: lookupEvents,
		PutEventSelectors: putEventSelectors,
		RemoveTags: removeTags,
		StartLogging: startLogging,
		StopLogging: stopLogging,
		UpdateTrail: updateTrail,
	},
	hears: { '*': hearEvents },
	async step(subject, call) {
		const [, name] = /^deliver\|(.+)$/.exec(subject) ?? []
		if (name !== undefined) await deliverTrail(call, name)
	},
}
