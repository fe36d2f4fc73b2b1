import type { ParameterStringFilter } from '@aws-sdk/client-ssm'
import { AwsError } from '../../aws-error.ts'
import type { Parameter } from './collections.ts'

/** Whether a parameter fits all filters; one value of each is enough. Throws AwsError for a filter that there is not. */
export function matches(
	parameter: Readonly<Parameter>,
	filters: ReadonlyArray<ParameterStringFilter> = [],
): boolean {
	return filters.every(({ Key = '', Option = 'Equals', Values = [] }) => {
		if (Key === 'Path') return Values.some((path) => isBelow(parameter.name, path, Option))
		const texts = textsOf(parameter, Key)
		if (Values.length === 0) return texts.length > 0
		return Values.some((value) => texts.some((text) => fits(text, Option, value)))
	})
}

function fits(text: string, option: string, value: string): boolean {
	if (option === 'BeginsWith') return text.startsWith(value)
	if (option === 'Contains') return text.includes(value)
	return text === value
}

function isBelow(name: string, path: string, option: string): boolean {
	const prefix = path.endsWith('/') ? path : `${path}/`
	if (!name.startsWith(prefix)) return false
	return option === 'Recursive' || !name.slice(prefix.length).includes('/')
}

function textsOf({ name, tags, versions }: Readonly<Parameter>, key: string): Array<string> {
	const current = versions.at(-1)
	if (key.startsWith('tag:')) {
		const value = tags[key.slice('tag:'.length)]
		return value === undefined ? [] : [value]
	}
	const known: Record<string, Array<string>> = {
		Name: [name, name.replace(/^\//, '')],
		Type: current ? [current.type] : [],
		KeyId: current?.keyId === undefined ? [] : [current.keyId],
		Label: versions.flatMap(({ labels }) => labels),
		Tier: current ? [current.tier] : [],
		DataType: current ? [current.dataType] : [],
	}
	const texts = known[key]
	if (!texts) throw new AwsError('InvalidFilterKey', `The filter key ${key} is not valid.`)
	return texts
}
