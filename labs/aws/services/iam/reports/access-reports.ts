import type {
	GenerateServiceLastAccessedDetailsRequest,
	GetServiceLastAccessedDetailsRequest,
	GetServiceLastAccessedDetailsWithEntitiesRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import { type Call, type Operation, operation } from '../../../service.ts'
import { iamAccess } from '../access.ts'
import {
	type AccessedService,
	type AccessReport,
	accessReports,
	iamScope,
	type ReportedEntity,
} from '../collections.ts'
import { noSuchEntity } from '../iam-error.ts'
import { pageOf } from '../pages.ts'
import { grantedServices, trackedActions } from './granted-services.ts'
import { requireReported } from './reported-entities.ts'
import { serviceNameOf } from './service-names.ts'

/** How far back reports look, in milliseconds: 400 days. */
const TRACKED_FOR = 400 * 86_400_000

const generateServiceLastAccessedDetails = operation<GenerateServiceLastAccessedDetailsRequest, object>({
	access: ({ Arn = '' }, call) => iamAccess(call, 'GenerateServiceLastAccessedDetails', Arn),
	run({ Arn = '', Granularity = 'SERVICE_LEVEL' }, call) {
		const id = call.ids.uuid()
		call.world.put(accessReports, iamScope(call.scope.account), id, {
			...requireReported(call, Arn),
			arn: Arn,
			by: call.principal.arn,
			createdAt: call.now,
			granularity: Granularity,
		})
		return { JobId: id }
	},
})

const getServiceLastAccessedDetails = operation<GetServiceLastAccessedDetailsRequest, object>({
	access: (_, call) => iamAccess(call, 'GetServiceLastAccessedDetails', '*'),
	run({ JobId = '', ...request }, call) {
		const report = requireReport(call, JobId)
		const { items, ...page } = pageOf(grantedServices(report.policies), request)
		return {
			...describeJob(report),
			JobType: report.granularity,
			ServicesLastAccessed: items.map((namespace) => describeService(report, namespace)),
			...page,
		}
	},
})

const getServiceLastAccessedDetailsWithEntities = operation<
	GetServiceLastAccessedDetailsWithEntitiesRequest,
	object
>({
	access: (_, call) => iamAccess(call, 'GetServiceLastAccessedDetailsWithEntities', '*'),
	run({ JobId = '', ServiceNamespace = '', ...request }, call) {
		const report = requireReport(call, JobId)
		if (!/:(group|policy)\//.test(report.arn)) {
			// The wording is ours.
			throw new AwsError('InvalidInput', `The report is about ${report.arn}, and not a group or a policy.`)
		}
		const entities = report.entities
			.map((entity) => ({ entity, at: usesOf(report, entity)[ServiceNamespace]?.at }))
			.sort((a, b) => (b.at ?? 0) - (a.at ?? 0))
		const { items, ...page } = pageOf(entities, request)
		return {
			...describeJob(report),
			EntityDetailsList: items.map(({ entity, at }) => ({
				EntityInfo: {
					Arn: entity.arn,
					Name: entity.name,
					Type: entity.type,
					Id: entity.id,
					Path: entity.path,
				},
				LastAuthenticated: at === undefined ? undefined : new Date(at),
			})),
			...page,
		}
	},
})

/** A report that was asked for by who asks for it now. */
function requireReport(call: Call, id: string): Readonly<AccessReport> {
	const report = call.world.get(accessReports, iamScope(call.scope.account), id)
	if (report?.by === call.principal.arn) return report
	// The wording is ours.
	throw noSuchEntity(`The job with id ${id} cannot be found.`)
}

/** Reports are written at once. */
function describeJob({ createdAt }: Readonly<AccessReport>) {
	const at = new Date(createdAt)
	return { JobStatus: 'COMPLETED', JobCreationDate: at, JobCompletionDate: at }
}

function describeService(report: Readonly<AccessReport>, namespace: string) {
	const uses = report.entities.flatMap((entity) => {
		const use = usesOf(report, entity)[namespace]
		return use ? [{ ...use, arn: entity.arn }] : []
	})
	const last = latest(uses)
	const tracked = report.granularity === 'ACTION_LEVEL' ? trackedActions(report.policies, namespace) : []
	return {
		ServiceName: serviceNameOf(namespace),
		ServiceNamespace: namespace,
		TotalAuthenticatedEntities: uses.length,
		...(last && {
			LastAuthenticated: new Date(last.at),
			LastAuthenticatedEntity: last.arn,
			LastAuthenticatedRegion: last.region,
		}),
		...(tracked.length > 0 && {
			TrackedActionsLastAccessed: tracked.map((action) => describeAction(uses, action)),
		}),
	}
}

function describeAction(uses: ReadonlyArray<AccessedService & { arn: string }>, action: string) {
	const done = uses.flatMap(({ actions, arn }) => {
		const use = actions[action]
		return use ? [{ ...use, arn }] : []
	})
	const last = latest(done)
	return {
		ActionName: action,
		...(last && {
			LastAccessedEntity: last.arn,
			LastAccessedTime: new Date(last.at),
			LastAccessedRegion: last.region,
		}),
	}
}

function usesOf({ createdAt }: Readonly<AccessReport>, { services }: ReportedEntity) {
	const within = Object.entries(services).filter(([, { at }]) => createdAt - at <= TRACKED_FOR)
	return Object.fromEntries(within)
}

function latest<T extends { at: number }>(uses: ReadonlyArray<T>): T | undefined {
	return uses.reduce<T | undefined>((last, use) => (last && last.at >= use.at ? last : use), undefined)
}

/** What identities may use, and used last. */
export const accessReportOperations: Record<string, Operation> = {
	GenerateServiceLastAccessedDetails: generateServiceLastAccessedDetails,
	GetServiceLastAccessedDetails: getServiceLastAccessedDetails,
	GetServiceLastAccessedDetailsWithEntities: getServiceLastAccessedDetailsWithEntities,
}
