import {
	type ActionDeclaration,
	GetPipelineCommand,
	type PipelineDeclaration,
	StartPipelineExecutionCommand,
	UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline'
import type { Learner, Solution } from '../solution.ts'
import { END_TO_END, PIPELINE, TARGET_VARIABLE, targetBucket } from './names.ts'

/** Reads the structure, changes it, gives it back. */
export async function update(
	learner: Learner,
	change: (pipeline: PipelineDeclaration) => PipelineDeclaration,
): Promise<void> {
	const { pipeline } = await learner.aws.codepipeline.send(new GetPipelineCommand({ name: PIPELINE }))
	if (!pipeline) throw new Error(`${PIPELINE} is gone`)
	await learner.aws.codepipeline.send(new UpdatePipelineCommand({ pipeline: change(pipeline) }))
}

/** A structure with each of its actions as it is told to be, by name. */
export function withActions(
	pipeline: PipelineDeclaration,
	change: (action: ActionDeclaration) => Partial<ActionDeclaration>,
): PipelineDeclaration {
	const stages = pipeline.stages?.map((stage) => ({
		...stage,
		actions: stage.actions?.map((action) => ({ ...action, ...change(action) })),
	}))
	return { ...pipeline, stages }
}

const isTest = ({ actionTypeId }: ActionDeclaration) => actionTypeId?.provider === 'Commands'

/** The three tests at one rank, the last one at another. */
export const parallelize = (learner: Learner, first = 1, last = 2) =>
	update(learner, (pipeline) =>
		withActions(pipeline, (action) =>
			isTest(action) ? { runOrder: action.name === END_TO_END ? last : first } : {},
		),
	)

const REPORTS: Readonly<Record<string, string>> = {
	Unitaires: 'rapport-unitaires.txt',
	Securite: 'rapport-securite.txt',
}

/** Two artifacts, one of each test, read by the last one. */
export const report = (learner: Learner, names: Readonly<Record<string, string>> = {}) =>
	update(learner, (pipeline) =>
		withActions(pipeline, ({ name = '', inputArtifacts = [] }) => {
			const file = REPORTS[name]
			if (file) return { outputArtifacts: [{ name: names[name] ?? `Rapport${name}`, files: [file] }] }
			if (name !== END_TO_END) return {}
			const reports = Object.keys(REPORTS).map((test) => ({ name: names[test] ?? `Rapport${test}` }))
			return { inputArtifacts: [...inputArtifacts, ...reports] }
		}),
	)

/** Declares the variable and has the publication read it. */
export const target = (learner: Learner, defaultValue: string | undefined = 'recette') =>
	update(learner, (pipeline) => ({
		...withActions(pipeline, ({ actionTypeId, configuration }) =>
			actionTypeId?.category === 'Deploy'
				? { configuration: { ...configuration, BucketName: targetBucket(`#{variables.${TARGET_VARIABLE}}`) } }
				: {},
		),
		variables: [{ name: TARGET_VARIABLE, ...(defaultValue && { defaultValue }) }],
	}))

/** Starts an execution with a value of the variable and waits for its end. */
export async function launch(learner: Learner, value = 'preprod'): Promise<void> {
	const variables = [{ name: TARGET_VARIABLE, value }]
	await learner.aws.codepipeline.send(new StartPipelineExecutionCommand({ name: PIPELINE, variables }))
	await learner.waitForPipeline(PIPELINE)
}

const READ = `aws codepipeline get-pipeline --name ${PIPELINE} --query '{pipeline: pipeline}' > structure.json`
const GIVE_BACK =
	'aws codepipeline update-pipeline --cli-input-json file://nouvelle.json --query pipeline.version'

export const solution: Solution = [
	{
		task: 'paralleliser',
		explanation:
			'Même runOrder pour les trois tests indépendants, un plus grand pour BoutEnBout. L’étape dure alors dix minutes et dix minutes, au lieu de quarante.',
		commands: [
			READ,
			`jq '.pipeline.stages[1].actions |= map(.runOrder = (if .name == "${END_TO_END}" then 2 else 1 end))' structure.json > nouvelle.json`,
			GIVE_BACK,
		],
		run: (learner) => parallelize(learner),
	},
	{
		task: 'rapporter',
		explanation:
			'Chaque test déclare en sortie le fichier qu’il écrit, sous un nom d’artefact à lui ; BoutEnBout les déclare en entrée, après la source, pour que ses commandes restent dans le dossier du site.',
		commands: [
			READ,
			`jq '.pipeline.stages[1].actions |= map(if .name == "Unitaires" then .outputArtifacts = [{name: "RapportUnitaires", files: ["rapport-unitaires.txt"]}] elif .name == "Securite" then .outputArtifacts = [{name: "RapportSecurite", files: ["rapport-securite.txt"]}] elif .name == "${END_TO_END}" then .inputArtifacts += [{name: "RapportUnitaires"}, {name: "RapportSecurite"}] else . end)' structure.json > nouvelle.json`,
			GIVE_BACK,
		],
		run: (learner) => report(learner),
	},
	{
		task: 'cibler',
		explanation:
			'La variable se déclare à côté des étapes, avec son défaut. Le nom du seau la cite : c’est en entrant dans l’action que la valeur y est mise.',
		commands: [
			READ,
			`jq '.pipeline.variables = [{name: "${TARGET_VARIABLE}", defaultValue: "recette"}] | .pipeline.stages[2].actions[0].configuration.BucketName = "${targetBucket(`#{variables.${TARGET_VARIABLE}}`)}"' structure.json > nouvelle.json`,
			GIVE_BACK,
		],
		run: (learner) => target(learner),
	},
	{
		task: 'lancer',
		explanation:
			'La valeur du lancement remplace le défaut pour cette exécution, et pour elle seule. get-pipeline-execution la montre.',
		commands: [
			'sh publier.sh 2',
			`aws codepipeline start-pipeline-execution --name ${PIPELINE} --variables name=${TARGET_VARIABLE},value=preprod`,
		],
		run: (learner) => launch(learner),
	},
]
