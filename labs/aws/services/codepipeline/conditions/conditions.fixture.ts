import type {
	Condition,
	GetPipelineStateOutput,
	PipelineDeclaration,
	StageDeclaration,
} from '@aws-sdk/client-codepipeline'
import { deployAction, siteDemo, sourceAction, type World } from '../pipeline.fixture.ts'

/** A rule that holds when the pipeline's variable `Target` compares so with a value. */
export function variableIs(value: string, operator = 'EQ') {
	return {
		name: 'Check',
		ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'VariableCheck', version: '1' } as const,
		configuration: { Variable: '#{variables.Target}', Value: value, Operator: operator },
	}
}

/** A rule that waits for a deployment window. */
export function windowAt(Cron: string, TimeZone?: string) {
	return {
		name: 'Window',
		ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'DeploymentWindow', version: '1' } as const,
		configuration: { Cron, ...(TimeZone && { TimeZone }) },
	}
}

/** The site's pipeline with a variable `Target`, `prod`, its `Deploy` stage changed, and a stage after it. */
export function gated(
	change: Partial<StageDeclaration>,
	rest: Partial<PipelineDeclaration> = {},
): PipelineDeclaration {
	return siteDemo({
		variables: [{ name: 'Target', defaultValue: 'prod' }],
		stages: [
			{ name: 'Source', actions: [sourceAction()] },
			{ name: 'Deploy', actions: [deployAction()], ...change },
			{ name: 'Mirror', actions: [deployAction({ ObjectKey: 'mirror' })] },
		],
		...rest,
	})
}

/** Creates a pipeline, which starts it. */
export async function create(world: World, pipeline: PipelineDeclaration) {
	await world.pipeline('CreatePipeline', { pipeline })
}

/** The state of the pipeline's stages. */
export async function stages(world: World) {
	const state = await world.pipeline<GetPipelineStateOutput>('GetPipelineState', { name: 'site-demo' })
	return state.stageStates ?? []
}

/** The last execution, as it is listed. */
export async function latest(world: World) {
	const list = await world.pipeline<{
		pipelineExecutionSummaries: Array<{ pipelineExecutionId: string; status: string; statusSummary?: string }>
	}>('ListPipelineExecutions', { pipelineName: 'site-demo' })
	return list.pipelineExecutionSummaries[0]
}

/** Conditions before a stage. */
export function entry(...conditions: Array<Condition>): Partial<StageDeclaration> {
	return { beforeEntry: { conditions } }
}
