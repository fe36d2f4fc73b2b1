import type { CollectionTag, ScalarTag } from 'yaml'
import { isObject } from '../problem.ts'

// CloudFormation's functions, long (`Fn::GetAtt`) or short (`!GetAtt`).

const NAMES = [
	'Base64',
	'Cidr',
	'And',
	'Equals',
	'If',
	'Not',
	'Or',
	'FindInMap',
	'ForEach',
	'GetAtt',
	'GetAZs',
	'ImportValue',
	'Join',
	'Length',
	'Select',
	'Split',
	'Sub',
	'ToJsonString',
	'Transform',
]

/** The name of the function that an object is, or undefined when it is no function. */
export function intrinsicOf(value: unknown): string | undefined {
	if (!isObject(value)) return
	const [key, ...others] = Object.keys(value)
	if (key === undefined || others.length > 0) return
	if (key === 'Ref' || key === 'Condition') return key
	const name = key.replace(/^Fn::/, '')
	return key.startsWith('Fn::') && NAMES.includes(name) ? name : undefined
}

/** What YAML's short forms stand for. */
export const shortForms: Array<ScalarTag | CollectionTag> = ['Ref', 'Condition', ...NAMES].flatMap((name) => {
	const long = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`
	const tag = `!${name}`
	const wrap = (value: unknown) => ({ [long]: value })
	return [
		{ tag, resolve: (text: string) => wrap(name === 'GetAtt' ? text.split('.') : text) },
		{ tag, collection: 'seq' as const, resolve: (seq) => wrap(seq.toJSON()) } as CollectionTag,
		{ tag, collection: 'map' as const, resolve: (map) => wrap(map.toJSON()) } as CollectionTag,
	]
})

export interface Reference {
	name: string
	attribute?: string
}

/** Every parameter, resource or attribute that a value refers to. */
export function referencesIn(value: unknown): Array<Reference> {
	if (Array.isArray(value)) return value.flatMap(referencesIn)
	if (!isObject(value)) return []
	const [[key, argument] = ['', undefined]] = Object.entries(value)
	switch (intrinsicOf(value)) {
		case 'Ref':
			return typeof argument === 'string' ? [{ name: argument }] : []
		case 'GetAtt': {
			const [name = '', ...attribute] =
				typeof argument === 'string' ? argument.split('.') : (argument as Array<string>)
			return [{ name, attribute: attribute.join('.') }]
		}
		case 'Sub':
			return subReferences(argument)
		default:
			return key === '' ? [] : Object.values(value).flatMap(referencesIn)
	}
}

/** `${Name}` and `${Name.Attribute}`, but for names that the function's own map defines. */
function subReferences(argument: unknown): Array<Reference> {
	const [text, own] = Array.isArray(argument) ? argument : [argument, {}]
	const names = isObject(own) ? Object.keys(own) : []
	const used = [...String(text).matchAll(/\$\{(?!!)([\w:.]+)\}/g)].map(([, name = '']) => name)
	return [
		...referencesIn(own),
		...used
			.filter((name) => !names.includes(name))
			.map((name) => {
				const [resource = '', ...attribute] = name.split('.')
				return attribute.length > 0 ? { name: resource, attribute: attribute.join('.') } : { name: resource }
			}),
	]
}
