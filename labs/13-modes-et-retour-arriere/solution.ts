import {
	GetPipelineCommand,
	ListActionExecutionsCommand,
	ListPipelineExecutionsCommand,
	type PipelineDeclaration,
	PutApprovalResultCommand,
	RollbackStageCommand,
	StartPipelineExecutionCommand,
	UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { Learner, Solution } from '../solution.ts'
import { zipFiles } from '../zip.ts'
import { ARCHIVE, PIPELINE, SOURCE_BUCKET } from './names.ts'
import { sitePages } from './start.ts'

/** Virtual milliseconds in which a version comes to its review, or to its end. */
const A_WHILE = 3 * 60_000

/** Puts a version in the source and starts an execution. */
export async function publish(learner: Learner, version: number | string): Promise<void> {
	const Body = zipFiles(sitePages(version))
	await learner.aws.s3.send(new PutObjectCommand({ Bucket: SOURCE_BUCKET, Key: ARCHIVE, Body }))
	await learner.aws.codepipeline.send(new StartPipelineExecutionCommand({ name: PIPELINE }))
}

/** Approves all that comes to its review, until nothing does. */
export async function review(learner: Learner): Promise<void> {
	for (;;) {
		await learner.pass(A_WHILE)
		const { actionExecutionDetails = [] } = await learner.aws.codepipeline.send(
			new ListActionExecutionsCommand({ pipelineName: PIPELINE }),
		)
		const waiting = actionExecutionDetails.filter(
			({ status, input }) => status === 'InProgress' && input?.actionTypeId?.category === 'Approval',
		)
		if (waiting.length === 0) return
		for (const { stageName, actionName, output } of waiting) {
			const token = output?.executionResult?.externalExecutionId
			const result = { status: 'Approved', summary: 'Relu.' } as const
			const approval = { pipelineName: PIPELINE, stageName, actionName, token, result }
			await learner.aws.codepipeline.send(new PutApprovalResultCommand(approval))
		}
	}
}

/** Four versions in a row, then their reviews. */
export async function publishFour(learner: Learner): Promise<void> {
	for (const version of [7, 8, 9, 10]) {
		await publish(learner, version)
		await learner.pass(1_000)
	}
	await review(learner)
}

/** Reads the structure, changes it, gives it back. */
export async function update(
	learner: Learner,
	change: (pipeline: PipelineDeclaration) => PipelineDeclaration,
): Promise<void> {
	const { pipeline } = await learner.aws.codepipeline.send(new GetPipelineCommand({ name: PIPELINE }))
	if (!pipeline) throw new Error(`${PIPELINE} is gone`)
	await learner.aws.codepipeline.send(new UpdatePipelineCommand({ pipeline: change(pipeline) }))
}

export const inQueue = (pipeline: PipelineDeclaration): PipelineDeclaration => ({
	...pipeline,
	executionMode: 'QUEUED',
})

/** A stage that comes back when it fails. */
export const comingBack =
	(stage = 'Production', result: 'ROLLBACK' | 'RETRY' = 'ROLLBACK') =>
	(pipeline: PipelineDeclaration): PipelineDeclaration => ({
		...pipeline,
		stages: pipeline.stages?.map((one) => (one.name === stage ? { ...one, onFailure: { result } } : one)),
	})

/** A good version, then a broken one, each read over too fast. */
export async function publishABadOne(learner: Learner): Promise<void> {
	for (const version of [11, 12]) {
		await publish(learner, version)
		await review(learner)
	}
}

/** Executions that succeeded in a stage, newest first. */
export async function succeededIn(learner: Learner, stageName: string): Promise<Array<string>> {
	const { pipelineExecutionSummaries = [] } = await learner.aws.codepipeline.send(
		new ListPipelineExecutionsCommand({
			pipelineName: PIPELINE,
			filter: { succeededInStage: { stageName } },
		}),
	)
	return pipelineExecutionSummaries.map(({ pipelineExecutionId = '' }) => pipelineExecutionId)
}

/** Brings a stage back to the execution before the last that succeeded in it, or to another. */
export async function rollBack(learner: Learner, stageName = 'Production', target?: string): Promise<void> {
	const [, before] = await succeededIn(learner, stageName)
	const targetPipelineExecutionId = target ?? before
	const rollback = { pipelineName: PIPELINE, stageName, targetPipelineExecutionId }
	await learner.aws.codepipeline.send(new RollbackStageCommand(rollback))
	await learner.pass(A_WHILE)
}

const STRUCTURE = `aws codepipeline get-pipeline --name ${PIPELINE}`
const UPDATE =
	'aws codepipeline update-pipeline --cli-input-json file://structure.json --query pipeline.version'

export const solution: Solution = [
	{
		task: 'observer',
		explanation:
			'Déposez quatre versions à la suite. La 7 occupe l’étape Recette en attendant sa relecture ; la 8 puis la 9 attendent devant, et chaque nouvelle arrivée supplante celle qui attendait. Une fois la 7 approuvée, seule la 10 entre.',
		commands: [
			'for v in 7 8 9 10; do sh publier.sh $v; done',
			'sh relire.sh',
			'sh relire.sh',
			`aws codepipeline list-pipeline-executions --pipeline-name ${PIPELINE} --max-results 4 --query 'pipelineExecutionSummaries[].[pipelineExecutionId,status]' --output text`,
		],
		run: publishFour,
	},
	{
		task: 'ordonner',
		explanation:
			'Pour tout livrer dans l’ordre, les exécutions doivent s’attendre sans se supplanter : c’est QUEUED. Lisez la structure, gardez-en la partie pipeline, changez le mode, rendez-la.',
		commands: [
			`${STRUCTURE} | jq '{pipeline: .pipeline} | .pipeline.executionMode = "QUEUED"' > structure.json`,
			UPDATE,
		],
		run: (learner) => update(learner, inQueue),
	},
	{
		task: 'revenir',
		explanation:
			'La structure vient de changer : aucune exécution d’avant n’est une cible. Publiez donc la 11, bonne, puis la 12, cassée. La liste des exécutions réussies dans Production donne d’abord la 12, puis la 11 : c’est la cible.',
		commands: [
			'sh publier.sh 11',
			'sh relire.sh',
			'sh publier.sh 12 modele-casse',
			'sh relire.sh',
			`CIBLE=$(aws codepipeline list-pipeline-executions --pipeline-name ${PIPELINE} --filter succeededInStage={stageName=Production} --query 'pipelineExecutionSummaries[1].pipelineExecutionId' --output text)`,
			`aws codepipeline rollback-stage --pipeline-name ${PIPELINE} --stage-name Production --target-pipeline-execution-id $CIBLE`,
		],
		async run(learner) {
			await publishABadOne(learner)
			await rollBack(learner)
		},
	},
	{
		task: 'automatiser',
		explanation:
			'Ajoutez onFailure à l’étape Production, avec le résultat ROLLBACK. Désormais, un échec dans cette étape y remet la dernière exécution qui avait réussi.',
		commands: [
			`${STRUCTURE} | jq '{pipeline: .pipeline} | .pipeline.stages |= map(if .name == "Production" then . + {onFailure: {result: "ROLLBACK"}} else . end)' > structure.json`,
			UPDATE,
		],
		run: (learner) => update(learner, comingBack()),
	},
]
