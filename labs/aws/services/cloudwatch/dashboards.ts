import type {
	DeleteDashboardsInput,
	GetDashboardInput,
	ListDashboardsInput,
	PutDashboardInput,
} from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../../aws-error.ts'
import { operation } from '../../service.ts'
import { dashboardArn } from './arns.ts'
import { invalidValue, overLimit } from './cloudwatch-error.ts'
import { dashboards } from './collections.ts'
import { pageOf } from './pages.ts'

const DASHBOARDS_AT_MOST = 100
const BODY_AT_MOST = 256 * 1024
const WIDGETS_AT_MOST = 500

/** Keeps a dashboard as it is given, once it is JSON; nothing draws it. */
export const putDashboard = operation<PutDashboardInput, object>({
	access: ({ DashboardName = '' }, { scope }) => ({
		action: 'cloudwatch:PutDashboard',
		resource: dashboardArn(scope, DashboardName),
	}),
	run({ DashboardName: name = '', DashboardBody: body = '' }, call) {
		if (!/^[\w-]+$/.test(name))
			throw invalidInput(
				'The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).\n',
			)
		assertBody(body)
		const isNew = !call.world.get(dashboards, call.scope, name)
		if (isNew && call.world.list(dashboards, call.scope).length >= DASHBOARDS_AT_MOST)
			throw overLimit(`${DASHBOARDS_AT_MOST} dashboards`)
		call.world.put(dashboards, call.scope, name, { name, body, modifiedAt: call.now })
		return { DashboardValidationMessages: [] }
	},
})

function invalidInput(message: string, DataPath?: string) {
	return new AwsError('DashboardInvalidInputError', message, 400, {
		...(DataPath !== undefined && { dashboardValidationMessages: [{ DataPath, Message: message }] }),
	})
}

function assertBody(body: string): void {
	const content = body.length <= BODY_AT_MOST ? parse(body) : undefined
	const { widgets } = (content ?? {}) as { widgets?: unknown }
	if (content === undefined) throw invalidInput('The field DashboardBody must be a valid JSON object', '')
	if (!Array.isArray(widgets) || widgets.length > WIDGETS_AT_MOST)
		throw invalidInput(
			'The dashboard body is invalid, there are validation errors: widgets must be an array',
			'/widgets',
		)
	for (const [index, widget] of widgets.entries()) {
		const { type, properties } = (widget ?? {}) as { type?: unknown; properties?: unknown }
		if (typeof type !== 'string')
			throw invalidInput("Should have required property 'type'", `/widgets/${index}`)
		if (properties === undefined || properties === null)
			throw invalidInput("Should have required property 'properties'", `/widgets/${index}`)
	}
}

function parse(body: string): object | undefined {
	try {
		const value: unknown = JSON.parse(body)
		return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined
	} catch {
		return
	}
}

function notFound(name: string) {
	return new AwsError('DashboardNotFoundError', `Dashboard ${name} does not exist`, 404)
}

export const getDashboard = operation<GetDashboardInput, object>({
	access: ({ DashboardName = '' }, { scope }) => ({
		action: 'cloudwatch:GetDashboard',
		resource: dashboardArn(scope, DashboardName),
	}),
	run({ DashboardName: name = '' }, call) {
		const dashboard = call.world.get(dashboards, call.scope, name)
		if (!dashboard) throw notFound(name)
		return {
			DashboardArn: dashboardArn(call.scope, name),
			DashboardBody: dashboard.body,
			DashboardName: name,
		}
	},
})

export const listDashboards = operation<ListDashboardsInput, object>({
	access: (_, { scope }) => ({ action: 'cloudwatch:ListDashboards', resource: dashboardArn(scope, '*') }),
	run({ DashboardNamePrefix: prefix, NextToken: given }, call) {
		const { page, NextToken } = pageOf(call.world.list(dashboards, call.scope, { prefix }), given, 100)
		return {
			DashboardEntries: page.map(({ name, body, modifiedAt }) => ({
				DashboardName: name,
				DashboardArn: dashboardArn(call.scope, name),
				LastModified: new Date(modifiedAt),
				Size: Buffer.byteLength(body),
			})),
			NextToken,
		}
	},
})

export const deleteDashboards = operation<DeleteDashboardsInput, object>({
	access: ({ DashboardNames = [] }, { scope }) =>
		DashboardNames.map((name) => ({
			action: 'cloudwatch:DeleteDashboards',
			resource: dashboardArn(scope, name),
		})),
	run({ DashboardNames = [] }, call) {
		if (DashboardNames.length === 0)
			throw invalidValue('The parameter DashboardNames must have at least one element.')
		for (const name of DashboardNames)
			if (!call.world.delete(dashboards, call.scope, name)) throw notFound(name)
		return {}
	},
})
