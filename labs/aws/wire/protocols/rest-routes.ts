import { membersOf, type OperationModel, type ServiceModel, shapeOf } from '../model.ts'
import { type ParsedRequest, parseQuery, percentDecode } from './message.ts'

/** An operation and the labels that its path gave. */
interface RestMatch {
	operation: OperationModel
	labels: Record<string, string>
}

interface Route {
	operation: OperationModel
	segments: ReadonlyArray<string>
	/** Parameters that the pattern itself holds: `?versioning`, `?list-type=2`. */
	fixed: ReadonlyArray<readonly [name: string, value: string]>
	/** Parameters and headers that tell it from a sibling, in S3: `uploadId`, `x-amz-copy-source`. */
	parameters: ReadonlyArray<string>
	headers: ReadonlyArray<string>
}

/** Headers that choose between operations; others that are required are the operation's own business. */
const TELLING_HEADERS = new Set(['x-amz-copy-source'])
/** Older twins, and an operation of another endpoint, that share a pattern with the one that answers. */
const SHADOWED = new Set([
	'GetBucketLifecycle',
	'PutBucketLifecycle',
	'GetBucketNotification',
	'PutBucketNotification',
	'ListDirectoryBuckets',
])

function routeOf(model: ServiceModel, operation: OperationModel): Route {
	const [path = '', pattern = ''] = operation.http.requestUri.split('?')
	const input = operation.input && shapeOf(model, operation.input)
	const required = input ? membersOf(input).filter(([name]) => input.required?.includes(name)) : []
	const at = (location: string) =>
		required.filter(([, ref]) => ref.location === location).map(([name, ref]) => ref.locationName ?? name)
	return {
		operation,
		segments: path.split('/').filter(Boolean),
		fixed: parseQuery(pattern),
		// Elsewhere a parameter that is missing is for validation to refuse.
		parameters: model.metadata.protocol === 'rest-xml' ? at('querystring') : [],
		headers: at('header')
			.map((name) => name.toLowerCase())
			.filter((name) => TELLING_HEADERS.has(name)),
	}
}

const tables = new WeakMap<ServiceModel, Map<string, Array<Route>>>()

/** Routes by method, the most demanding pattern first: `?uploads` before the bare path, `/tags` before `/{name}`. */
function routesOf(model: ServiceModel): Map<string, Array<Route>> {
	const known = tables.get(model)
	if (known) return known
	const routes = Object.values(model.operations)
		.filter(({ name }) => !SHADOWED.has(name))
		.map((operation) => routeOf(model, operation))
	const demands = ({ fixed, parameters, headers }: Route) => fixed.length + parameters.length + headers.length
	const words = ({ segments }: Route) => segments.filter((segment) => !segment.startsWith('{')).length
	routes.sort((a, b) => demands(b) - demands(a) || words(b) - words(a))
	const table = Map.groupBy(routes, (route) => route.operation.http.method)
	tables.set(model, table)
	return table
}

const matches = new WeakMap<ParsedRequest, RestMatch>()

/** The operation that a method, a path, a query and headers mean. */
export function matchRoute(model: ServiceModel, request: ParsedRequest): RestMatch | undefined {
	const known = matches.get(request)
	if (known) return known
	const found = search(model, request)
	if (found) matches.set(request, found)
	return found
}

function search(model: ServiceModel, request: ParsedRequest): RestMatch | undefined {
	const has = (name: string) => request.query.some(([given]) => given === name)
	for (const route of routesOf(model).get(request.method) ?? []) {
		const fits =
			route.fixed.every(([name, value]) =>
				request.query.some(([given, text]) => given === name && (value === '' || text === value)),
			) &&
			route.parameters.every(has) &&
			route.headers.every((name) => name in request.headers)
		const labels = fits && matchPath(route.segments, request.path)
		if (labels) return { operation: route.operation, labels }
	}
}

/** The labels of a path, or undefined when it is of another form. */
function matchPath(segments: ReadonlyArray<string>, path: string): Record<string, string> | undefined {
	const labels: Record<string, string> = {}
	let rest = path.slice(1)
	for (const segment of segments) {
		if (rest === '') return
		const [, label, greedy] = /^\{(\w+)(\+?)\}$/.exec(segment) ?? []
		const cut = greedy ? -1 : rest.indexOf('/')
		const text = cut < 0 ? rest : rest.slice(0, cut)
		if (label) labels[label] = percentDecode(text)
		else if (text !== segment) return
		rest = cut < 0 ? '' : rest.slice(cut + 1)
	}
	return rest === '' ? labels : undefined
}
