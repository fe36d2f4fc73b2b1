import { parseArn } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import type { Access } from '../../identity/access.ts'
import type { Call } from '../../service.ts'
import { type Parameter, type ParameterVersion, parameters } from './collections.ts'

/** `arn:aws:ssm:region:account:parameter/name`; a name that begins with a slash has just the one. */
export function parameterArn({ scope }: Pick<Call, 'scope'>, name: string): string {
	const path = name.startsWith('/') ? name : `/${name}`
	return `arn:aws:ssm:${scope.region}:${scope.account}:parameter${path}`
}

/** The access of an action to a parameter by its name. */
export function accessTo(call: Call, action: string, name: string): Access {
	const { name: bare } = splitName(name)
	const tags = Object.entries(call.world.get(parameters, call.scope, bare)?.tags ?? {})
	return {
		action: `ssm:${action}`,
		resource: parameterArn(call, bare),
		context: Object.fromEntries(tags.map(([tag, value]) => [`aws:ResourceTag/${tag}`, value])),
	}
}

/** A name as it is asked for: by itself or by its ARN, with a version or a label behind a colon. */
export function splitName(asked: string): { name: string; selector?: string } {
	const arn = asked.startsWith('arn:') ? parseArn(asked) : undefined
	const text = arn ? arn.resource.replace(/^parameter/, '') : asked
	const colon = text.indexOf(':')
	const name = colon < 0 ? text : text.slice(0, colon)
	return { name, ...(colon >= 0 && { selector: text.slice(colon + 1) }) }
}

/** A parameter whose ARN was asked for may have a name with or without the slash. */
export function findParameter(call: Call, asked: string): Readonly<Parameter> | undefined {
	const { name } = splitName(asked)
	const byName = call.world.get(parameters, call.scope, name)
	if (byName || !asked.startsWith('arn:')) return byName
	return call.world.get(parameters, call.scope, name.slice(1))
}

/** Throws ParameterNotFound; AWS gives it no text. */
export function requireParameter(call: Call, name: string): Readonly<Parameter> {
	const parameter = findParameter(call, name)
	if (!parameter) throw new AwsError('ParameterNotFound', '')
	return parameter
}

/** The version that a name asks for: the newest, or the one of its number or label. Throws AwsError. */
export function requireVersion(call: Call, asked: string): [Readonly<Parameter>, Readonly<ParameterVersion>] {
	const parameter = requireParameter(call, asked)
	const version = versionOf(parameter, splitName(asked).selector)
	if (version) return [parameter, version]
	const { selector = '' } = splitName(asked)
	const message = `Systems Manager could not find version ${selector} of ${parameter.name}. Verify the version and try again.`
	throw new AwsError('ParameterVersionNotFound', message)
}

export function versionOf(
	{ versions }: Readonly<Parameter>,
	selector: string | undefined,
): Readonly<ParameterVersion> | undefined {
	if (selector === undefined) return versions.at(-1)
	if (/^\d+$/.test(selector)) return versions.find(({ version }) => version === Number(selector))
	return versions.find(({ labels }) => labels.includes(selector))
}

export function put(call: Call, parameter: Parameter): void {
	call.world.put(parameters, call.scope, parameter.name, parameter)
}
