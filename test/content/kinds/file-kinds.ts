import { has, isObject, type Kind, kind, type Problem, problem, unknownKeys } from '../problem.ts'
import { findModel } from '../service-models.ts'
import { shapeProblems } from '../shape.ts'

// Files that pipelines read, and states of a state machine.

type State = {
	Type: string
	Next?: string
	Default?: string
	End?: boolean
	Choices?: Array<{ Next?: string }>
	Catch?: Array<{ Next: string }>
	Branches?: Array<Machine>
	ItemProcessor?: Machine
	Iterator?: Machine
}
type Machine = { StartAt: string; States: Record<string, State> }

const STATE_TYPES = ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map']

export const fileKinds: ReadonlyArray<Kind> = [
	kind<Array<object>>({
		name: 'imagedefinitions.json',
		matches: (value) =>
			Array.isArray(value) && value.length > 0 && value.every((one) => has(one, 'imageUri')),
		problems: (images) =>
			images.flatMap((image) => [
				...unknownKeys('an image definition', image, ['name', 'imageUri']),
				...(has(image, 'name') ? [] : [problem('an image definition has no "name"')]),
			]),
	}),
	kind<object>({
		name: 'imageDetail.json',
		matches: (value) => has(value, 'ImageURI'),
		problems: (detail) =>
			unknownKeys('imageDetail.json', detail, [
				'ImageSizeInBytes',
				'ImageDigest',
				'Version',
				'ImagePushedAt',
				'RegistryId',
				'RepositoryName',
				'ImageURI',
				'ImageTags',
			]),
	}),
	kind<object>({
		name: 'task definition',
		matches: (value) => has(value, 'containerDefinitions'),
		problems: (definition) => {
			const model = findModel('ecs')
			return model ? shapeProblems(model, 'RegisterTaskDefinitionRequest', definition) : []
		},
	}),
	kind<{ Parameters?: object; Tags?: object; StackPolicy?: object }>({
		name: 'CloudFormation template configuration',
		matches: (value) =>
			isObject(value) &&
			Object.keys(value).length > 0 &&
			Object.keys(value).every((key) => ['Parameters', 'Tags', 'StackPolicy'].includes(key)),
		problems: ({ Parameters = {}, Tags = {} }) =>
			[...Object.entries(Parameters), ...Object.entries(Tags)]
				.filter(([, value]) => typeof value !== 'string' && !isObject(value))
				.map(([name]) => problem(`"${name}" is not a text; CloudFormation takes texts here`)),
	}),
	kind<Machine>({
		name: 'state machine',
		matches: (value) => has(value, 'StartAt', 'States'),
		problems: machineProblems,
	}),
	kind<Record<string, unknown>>({
		name: 'package.json',
		matches: (value) => has(value, 'scripts') || has(value, 'dependencies') || has(value, 'devDependencies'),
		problems: (value) =>
			['scripts', 'dependencies', 'devDependencies']
				.filter((key) => key in value && !isObject(value[key]))
				.map((key) => problem(`"${key}" is not an object`)),
	}),
	kind<object>({
		name: 'cdk.json',
		matches: (value) => has(value, 'app') && typeof value.app === 'string',
		problems: (value) =>
			unknownKeys('cdk.json', value, [
				'app',
				'context',
				'output',
				'build',
				'watch',
				'toolkitStackName',
				'requireApproval',
			]),
	}),
]

/** Every state has a known type and leads to one that exists, or ends. */
function machineProblems({ StartAt, States }: Machine): Array<Problem> {
	const lost = (name: string | undefined, from: string) =>
		name === undefined || Object.hasOwn(States, name)
			? []
			: [problem(`${from} leads to "${name}", which is no state`)]
	return [
		...lost(StartAt, 'StartAt'),
		...Object.entries(States).flatMap(([name, state]) => {
			const { Type, Next, Default, End, Choices = [], Catch = [] } = state
			const inner = [...(state.Branches ?? []), state.ItemProcessor, state.Iterator].filter(
				(one) => one !== undefined,
			)
			const stops = End || Next !== undefined || ['Succeed', 'Fail', 'Choice'].includes(Type)
			return [
				...(STATE_TYPES.includes(Type) ? [] : [problem(`"${name}" has the unknown type ${Type}`)]),
				...(stops ? [] : [problem(`"${name}" neither ends nor goes on; write Next or End`)]),
				...[Next, Default, ...Choices.map((one) => one.Next), ...Catch.map((one) => one.Next)].flatMap(
					(next) => lost(next, `"${name}"`),
				),
				...inner.flatMap(machineProblems),
			]
		}),
	]
}
