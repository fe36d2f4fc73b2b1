import type { Kind } from '../problem.ts'
import { apiKinds } from './api-kinds.ts'
import { templateKind } from './cloudformation.ts'
import { eventKinds } from './event-kinds.ts'
import { fileKinds } from './file-kinds.ts'
import { pipelineKinds } from './pipeline-kinds.ts'
import { policyKinds } from './policy-kinds.ts'

/** Everything that a block of JSON may be, the most telling first. */
const jsonKinds: ReadonlyArray<Kind> = [
	templateKind,
	...policyKinds,
	...fileKinds,
	...pipelineKinds,
	...eventKinds,
	...apiKinds,
]

/** What a value is, told by its shape. */
export function kindOf(value: unknown): Kind | undefined {
	return jsonKinds.find((one) => one.matches(value))
}
