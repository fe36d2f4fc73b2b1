import {
	DisableStageTransitionCommand,
	EnableStageTransitionCommand,
	GetPipelineCommand,
	type PipelineDeclaration,
	RetryStageExecutionCommand,
	type StageTransitionType,
	StartPipelineExecutionCommand,
	StopPipelineExecutionCommand,
	TagResourceCommand,
	UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { Learner, Solution } from '../solution.ts'
import { zipFiles } from '../zip.ts'
import { ARCHIVE, PIPELINE, PIPELINE_ARN, SOURCE_BUCKET, TEAM_TAG } from './names.ts'
import { sitePages } from './start.ts'
import { TEST_STAGE } from './structure.ts'

/** Virtual milliseconds after which an execution is building, and has not built yet. */
const BUILDING = 60_000

/** Puts a version in the source and starts an execution; answers its id. */
export async function publish(learner: Learner, version: number): Promise<string> {
	const Body = zipFiles(sitePages(version))
	await learner.aws.s3.send(new PutObjectCommand({ Bucket: SOURCE_BUCKET, Key: ARCHIVE, Body }))
	const started = await learner.aws.codepipeline.send(new StartPipelineExecutionCommand({ name: PIPELINE }))
	return started.pipelineExecutionId ?? ''
}

/** Reads the structure, changes its stages, gives it back. */
export async function updateStages(
	learner: Learner,
	change: (stages: NonNullable<PipelineDeclaration['stages']>) => PipelineDeclaration['stages'],
): Promise<void> {
	const { pipeline } = await learner.aws.codepipeline.send(new GetPipelineCommand({ name: PIPELINE }))
	if (!pipeline) throw new Error(`${PIPELINE} is gone`)
	const stages = change(pipeline.stages ?? [])
	await learner.aws.codepipeline.send(new UpdatePipelineCommand({ pipeline: { ...pipeline, stages } }))
}

/** Puts the stage of tests between building and publishing. */
export const addTest = (learner: Learner) =>
	updateStages(learner, (stages) => [...stages.slice(0, 2), TEST_STAGE, ...stages.slice(2)])

export async function close(
	learner: Learner,
	reason = 'Gel du vendredi',
	stageName = 'Deploy',
	transitionType: StageTransitionType = 'Inbound',
): Promise<void> {
	const door = { pipelineName: PIPELINE, stageName, transitionType, reason }
	await learner.aws.codepipeline.send(new DisableStageTransitionCommand(door))
}

export async function open(
	learner: Learner,
	stageName = 'Deploy',
	transitionType: StageTransitionType = 'Inbound',
): Promise<void> {
	const door = { pipelineName: PIPELINE, stageName, transitionType }
	await learner.aws.codepipeline.send(new EnableStageTransitionCommand(door))
	await learner.waitForPipeline(PIPELINE)
}

/** Two versions, one after the other, that come to a closed door. */
export async function publishTwo(learner: Learner): Promise<void> {
	for (const version of [2, 3]) {
		await publish(learner, version)
		await learner.pass(20 * 60_000)
	}
}

/** Starts an execution and stops it while it builds; answers its id once it has stopped. */
export async function stop(learner: Learner, abandon = false): Promise<string> {
	const pipelineExecutionId = await publish(learner, 4)
	await learner.pass(BUILDING)
	await learner.aws.codepipeline.send(
		new StopPipelineExecutionCommand({
			...{ pipelineName: PIPELINE, pipelineExecutionId, abandon },
			reason: 'Mauvaise version',
		}),
	)
	await learner.waitForPipeline(PIPELINE)
	return pipelineExecutionId
}

export async function resume(learner: Learner, pipelineExecutionId: string): Promise<void> {
	await learner.aws.codepipeline.send(
		new RetryStageExecutionCommand({
			...{ pipelineName: PIPELINE, stageName: 'Construction', pipelineExecutionId },
			retryMode: 'FAILED_ACTIONS',
		}),
	)
	await learner.waitForPipeline(PIPELINE)
}

export async function tag(learner: Learner, key = TEAM_TAG): Promise<void> {
	const tags = [{ key, value: 'site' }]
	await learner.aws.codepipeline.send(new TagResourceCommand({ resourceArn: PIPELINE_ARN, tags }))
}

/** Everything but the structure. */
export async function operate(learner: Learner): Promise<void> {
	await close(learner)
	await publishTwo(learner)
	await open(learner)
	await resume(learner, await stop(learner))
	await tag(learner)
}

export const solution: Solution = [
	{
		task: 'ajouter',
		explanation:
			'Lisez la structure, gardez-en la partie pipeline (sans metadata), glissez l’étape Test avant la dernière, et rendez le tout. La version de la structure passe à 2, et l’exécution en cours s’arrête là : elle suivait l’ancienne.',
		commands: [
			`aws codepipeline get-pipeline --name ${PIPELINE} > structure.json`,
			`jq --argjson etape "$(cat etape-test.json)" '{pipeline: .pipeline} | .pipeline.stages = .pipeline.stages[0:2] + [$etape] + .pipeline.stages[2:]' structure.json > nouvelle.json`,
			'aws codepipeline update-pipeline --cli-input-json file://nouvelle.json --query pipeline.version',
		],
		run: addTest,
	},
	{
		task: 'geler',
		explanation:
			'Fermez la porte d’entrée de l’étape Deploy, avec une raison sans accent. La version 2 passe le test et attend devant la porte ; la 3 arrive à son tour, et la supplante.',
		commands: [
			`aws codepipeline disable-stage-transition --pipeline-name ${PIPELINE} --stage-name Deploy --transition-type Inbound --reason "Gel du vendredi"`,
			'sh publier.sh 2',
			'sh publier.sh 3',
			`aws codepipeline get-pipeline-state --name ${PIPELINE} --query 'stageStates[3].inboundExecutions'`,
		],
		async run(learner) {
			await close(learner)
			await publishTwo(learner)
		},
	},
	{
		task: 'rouvrir',
		explanation:
			'Rouvrez la même porte : l’exécution qui attendait entre aussitôt, sans que rien soit relancé.',
		commands: [
			`aws codepipeline enable-stage-transition --pipeline-name ${PIPELINE} --stage-name Deploy --transition-type Inbound`,
		],
		run: (learner) => open(learner),
	},
	{
		task: 'arreter',
		explanation:
			'Démarrez une exécution et arrêtez-la pendant qu’elle construit, sans abandonner : elle passe à Stopping, puis à Stopped quand la construction est finie.',
		commands: [
			'EXECUTION=$(sh publier.sh 4)',
			`aws codepipeline stop-pipeline-execution --pipeline-name ${PIPELINE} --pipeline-execution-id $EXECUTION --reason "Mauvaise version"`,
		],
		pauseMs: BUILDING,
		async run() {},
	},
	{
		task: 'arreter',
		explanation:
			'Une fois arrêtée, la même exécution se reprend par l’étape où elle s’est arrêtée, et va jusqu’au bout.',
		commands: [
			`aws codepipeline get-pipeline-execution --pipeline-name ${PIPELINE} --pipeline-execution-id $EXECUTION --query pipelineExecution.status --output text`,
			`aws codepipeline retry-stage-execution --pipeline-name ${PIPELINE} --stage-name Construction --pipeline-execution-id $EXECUTION --retry-mode FAILED_ACTIONS`,
		],
		async run(learner) {
			await resume(learner, await stop(learner))
		},
	},
	{
		task: 'etiqueter',
		explanation:
			'L’ARN du pipeline est dans les métadonnées de get-pipeline ; tag-resource y pose la clé et sa valeur.',
		commands: [
			`aws codepipeline tag-resource --resource-arn ${PIPELINE_ARN} --tags key=${TEAM_TAG},value=site`,
		],
		run: (learner) => tag(learner),
	},
]
