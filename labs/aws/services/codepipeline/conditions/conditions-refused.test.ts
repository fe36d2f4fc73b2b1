import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import { openWorld } from '../world.fixture.ts'
import { create, entry, gated, variableIs, windowAt } from './conditions.fixture.ts'

const stage = 'InvalidStageDeclarationException'
const REFUSED: Array<[message: string, declaration: PipelineDeclaration]> = [
	[
		'Stage level conditions can only be used with V2 pipelines.',
		gated(entry({ result: 'FAIL', rules: [windowAt('0 * 14 ? * *')] }), {
			pipelineType: 'V1',
			variables: [],
		}),
	],
	[
		'Failure conditions with rollback result type cannot be added to a PARALLEL pipeline.',
		gated({ onFailure: { result: 'ROLLBACK' } }, { executionMode: 'PARALLEL' }),
	],
	[
		"The following stage cannot have a failure exit gate configured with both top level result and conditions: 'Deploy",
		gated({ onFailure: { result: 'RETRY', conditions: [{ result: 'ROLLBACK', rules: [variableIs('x')] }] } }),
	],
	[
		"The result SKIP can only be used with rules LambdaInvoke and VariableCheck, not DeploymentWindow, in beforeEntry of stage 'Deploy'",
		gated(entry({ result: 'SKIP', rules: [windowAt('0 * 14 ? * *')] })),
	],
	[
		"The result of the condition onSuccess of stage 'Deploy' is FAIL or ROLLBACK, not SKIP",
		gated({ onSuccess: { conditions: [{ result: 'SKIP', rules: [variableIs('x')] }] } }),
	],
	[
		"Rule 'Window' in beforeEntry of stage 'Deploy': Cron or TimeZone is not valid: expected 6 or 7 fields (seconds first, then an optional year), found 5",
		gated(entry({ result: 'FAIL', rules: [windowAt('0 9-17 * * MON-FRI')] })),
	],
	[
		"Rule 'Check' in beforeEntry of stage 'Deploy': Operator is one of EQ, NE, CONTAINS, MATCHES, not GT",
		gated(entry({ result: 'FAIL', rules: [variableIs('x', 'GT')] })),
	],
	[
		"Rule name 'Check' is used more than once in beforeEntry of stage 'Deploy'",
		gated(entry({ result: 'FAIL', rules: [variableIs('x'), variableIs('y')] })),
	],
]

test.for(REFUSED)('%s', async ([message, pipeline]) => {
	const world = await openWorld()
	await expect(create(world, pipeline)).rejects.toMatchObject({ code: stage, message, status: 400 })
})
