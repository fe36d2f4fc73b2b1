import { LineCounter, parseAllDocuments } from 'yaml'
import { type Block, type Fault, faultOf } from './block.ts'
import { appspecKinds } from './kinds/appspec.ts'
import { buildspecKind, buildspecPartKind } from './kinds/buildspec.ts'
import { resourcesKind, templateKind } from './kinds/cloudformation.ts'
import { propertyPartKind } from './kinds/cloudformation-types.ts'
import { shortForms } from './kinds/intrinsics.ts'
import { kindOf } from './kinds/json-kinds.ts'
import { otherYamlKinds } from './kinds/other-yaml.ts'
import type { Kind } from './problem.ts'
import { verdictOf } from './verdict.ts'

/** Everything that a block of YAML may be, the most telling first. */
const yamlKinds: ReadonlyArray<Kind> = [
	...appspecKinds,
	templateKind,
	resourcesKind,
	buildspecKind,
	...otherYamlKinds,
	buildspecPartKind,
	propertyPartKind,
]

/** Holds each document of a block against what its shape says that it is. */
export async function checkYaml(block: Block): Promise<Array<Fault>> {
	const lines = new LineCounter()
	const documents = parseAllDocuments(block.code, { customTags: shortForms, lineCounter: lines })
	if (!Array.isArray(documents)) return [faultOf(block, 'the block is empty')]
	const faults: Array<Fault> = []
	for (const document of documents) {
		const [syntax] = [...document.errors, ...document.warnings]
		if (syntax) {
			const line = lines.linePos(syntax.pos[0]).line - 1
			faults.push(faultOf(block, `invalid YAML, ${syntax.message.split('\n')[0]}`, line))
			continue
		}
		const value: unknown = document.toJS()
		const found = yamlKinds.find((one) => one.matches(value)) ?? kindOf(value)
		if (found) faults.push(...verdictOf(block, await found.problems(value)))
		else {
			const advice = 'show a whole file or a whole resource, or say unchecked="why" in its fence'
			faults.push(faultOf(block, `its shape is none that can be checked; ${advice}`))
		}
	}
	return faults
}
