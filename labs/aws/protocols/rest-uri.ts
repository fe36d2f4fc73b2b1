import type { OperationModel, ServiceModel } from '../model.ts'
import type { HttpRequest } from './protocol.ts'

/** The labels of a path and the parameters of a query, decoded. */
export interface RestTarget {
	labels: Record<string, string>
	query: URLSearchParams
}

interface Route {
	operation: OperationModel
	segments: Array<string>
	/** Parameters that the pattern itself names, e.g. `?versioning` or `?list-type=2`. */
	fixed: Array<[name: string, value: string | undefined]>
	/** Query members that the operation cannot do without, e.g. `uploadId`. */
	required: Array<string>
	/** Headers that it cannot do without, e.g. `x-amz-copy-source`. */
	headers: Array<string>
}

const routesOf = new WeakMap<ServiceModel, Array<Route>>()

function routes(model: ServiceModel): Array<Route> {
	const known = routesOf.get(model)
	if (known) return known
	const made = Object.values(model.operations).map((operation): Route => {
		const [path = '', query = ''] = operation.http.requestUri.split('?')
		const fixed = query
			.split('&')
			.filter(Boolean)
			.map((part): [string, string | undefined] => {
				const [name = '', value] = part.split('=')
				return [name, value]
			})
		const input = model.shapes[operation.input?.shape ?? '']
		const requiredAt = (location: string) =>
			(input?.required ?? []).flatMap((member) => {
				const reference = input?.members?.[member]
				return reference?.location === location ? [reference.locationName ?? member] : []
			})
		return {
			operation,
			segments: path.split('/').filter(Boolean),
			fixed,
			required: requiredAt('querystring'),
			headers: requiredAt('header').map((name) => name.toLowerCase()),
		}
	})
	// The most demanding pattern is tried first: `?uploads` before the bare path.
	const demands = (route: Route) => route.fixed.length + route.required.length + route.headers.length
	made.sort((a, b) => demands(b) - demands(a))
	routesOf.set(model, made)
	return made
}

/** Finds the operation that a method, a path, a query and headers mean. */
export function matchRest(
	model: ServiceModel,
	{ method, target, headers: given }: HttpRequest,
): { operation: OperationModel; target: RestTarget } | undefined {
	const [path = '', queryText = ''] = target.split('?', 2)
	const query = new URLSearchParams(queryText)
	for (const { operation, segments, fixed, required, headers } of routes(model)) {
		if (operation.http.method !== method) continue
		if (!fixed.every(([name, value]) => (value === undefined ? query.has(name) : query.get(name) === value)))
			continue
		if (!required.every((name) => query.has(name)) || !headers.every((name) => name in given)) continue
		const labels = matchPath(segments, path)
		if (labels) return { operation, target: { labels, query } }
	}
}

function matchPath(segments: ReadonlyArray<string>, path: string): Record<string, string> | undefined {
	const labels: Record<string, string> = {}
	let rest = path.replace(/^\//, '')
	for (const segment of segments) {
		if (rest === '') return
		const label = /^\{(\w+)(\+?)\}$/.exec(segment)
		const cut = label?.[2] ? -1 : rest.indexOf('/')
		const text = cut < 0 ? rest : rest.slice(0, cut)
		if (label?.[1]) labels[label[1]] = decodeURIComponent(text)
		else if (text !== segment) return
		rest = cut < 0 ? '' : rest.slice(cut + 1)
	}
	return rest === '' ? labels : undefined
}
