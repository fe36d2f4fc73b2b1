import { z } from 'zod'
import { has, isObject, type Kind, kind, type Problem, problem } from '../problem.ts'
import { commandProblems, schemaProblems } from './buildspec.ts'

// YAML of other tools: enough of each to tell a file that its tool would not read.

const step = z
	.looseObject({ name: z.string().optional(), uses: z.string().optional(), run: z.string().optional() })
	.refine(({ uses, run }) => (uses === undefined) !== (run === undefined), 'a step has either uses or run')

const workflow = z.strictObject({
	name: z.string().optional(),
	'run-name': z.string().optional(),
	on: z.union([z.string(), z.array(z.string()), z.record(z.string(), z.unknown())]),
	permissions: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
	env: z.record(z.string(), z.unknown()).optional(),
	defaults: z.record(z.string(), z.unknown()).optional(),
	concurrency: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
	jobs: z.record(
		z.string(),
		z.union([
			z.looseObject({
				'runs-on': z.union([z.string(), z.array(z.string())]),
				steps: z.array(step).nonempty(),
			}),
			z.looseObject({ uses: z.string() }),
		]),
	),
})

const manifest = z.looseObject({
	apiVersion: z.string(),
	kind: z.string(),
	metadata: z.looseObject({ name: z.string() }),
})

type Job = { script?: string | Array<string> }

export const otherYamlKinds: ReadonlyArray<Kind> = [
	kind<{ jobs: Record<string, { steps?: Array<{ run?: string }> }> }>({
		name: 'GitHub workflow',
		matches: (value) => has(value, 'jobs', 'on'),
		problems: (value) => schemaProblems('the workflow', workflow, value),
	}),
	kind({
		name: 'Kubernetes manifest',
		matches: (value) => has(value, 'apiVersion', 'kind'),
		problems: (value) => schemaProblems('the manifest', manifest, value),
	}),
	kind<{ services: Record<string, object> }>({
		name: 'Compose file',
		matches: (value) => has(value, 'services') && isObject(value.services),
		problems: ({ services }) =>
			Object.entries(services)
				.filter(([, service]) => !has(service, 'image') && !has(service, 'build'))
				.map(([name]) => problem(`the service ${name} has neither image nor build`)),
	}),
	kind<Record<string, Job>>({
		name: 'GitLab pipeline',
		matches: (value) => isObject(value) && Object.values(value).some((one) => has(one, 'script')),
		problems: (jobs) => Object.values(jobs).flatMap(({ script }) => scriptProblems(script)),
	}),
	kind<object>({
		name: 'values of a chart',
		matches: (value) => has(value, 'image') && isObject(value.image),
		problems: () => [],
	}),
]

function scriptProblems(script: Job['script']): Array<Problem> {
	return [script].flat().flatMap((line) => (line === undefined ? [] : commandProblems(line)))
}
