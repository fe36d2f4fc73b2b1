import {
	CreatePipelineCommand,
	type CreatePipelineCommandInput,
	GetPipelineStateCommand,
	RetryStageExecutionCommand,
	StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline'
import { PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { Learner, Solution } from '../solution.ts'
import { ARCHIVE, ARTIFACT_BUCKET, PIPELINE, ROLE, ROLE_ARN, SOURCE_BUCKET, WEB_BUCKET } from './names.ts'

/** What stands for each gap of `pipeline.json`. */
const ANSWERS: Readonly<Record<string, string>> = {
	A_COMPLETER_type_de_pipeline: 'V2',
	A_COMPLETER_arn_du_role_de_service: ROLE_ARN,
	A_COMPLETER_seau_des_artefacts: ARTIFACT_BUCKET,
	A_COMPLETER_seau_source: SOURCE_BUCKET,
	A_COMPLETER_archive: ARCHIVE,
	A_COMPLETER_categorie: 'Deploy',
	A_COMPLETER_fournisseur: 'S3',
	A_COMPLETER_seau_web: WEB_BUCKET,
	A_COMPLETER_decompresser_ou_non: 'true',
	A_COMPLETER_artefact_lu: 'SourceOutput',
	A_COMPLETER_action_refusee: 's3:PutObject',
	A_COMPLETER_objets_du_seau_web: `arn:aws:s3:::${WEB_BUCKET}/*`,
}

/** A file of the starting home with its gaps filled in. */
export function filledIn(
	learner: Learner,
	path: string,
	answers: Readonly<Record<string, string>> = {},
): string {
	const known: Readonly<Record<string, string>> = { ...ANSWERS, ...answers }
	return learner.readText(path).replace(/A_COMPLETER_\w+/g, (gap) => {
		const answer = known[gap]
		if (answer === undefined) throw new Error(`${path} has a gap without an answer: ${gap}`)
		return answer
	})
}

/** The definition that the learner's file asks for. */
export function definition(
	learner: Learner,
	answers?: Readonly<Record<string, string>>,
): CreatePipelineCommandInput {
	return JSON.parse(filledIn(learner, 'pipeline.json', answers)) as CreatePipelineCommandInput
}

/** Creates the pipeline and waits for its first execution. */
export async function create(learner: Learner, input = definition(learner)): Promise<void> {
	await learner.aws.codepipeline.send(new CreatePipelineCommand(input))
	await learner.waitForPipeline(PIPELINE)
}

/** Adds a policy to the service role, the right one unless another is given. */
export async function allow(
	learner: Learner,
	PolicyDocument = filledIn(learner, 'politique-deploiement.json'),
): Promise<void> {
	await learner.aws.iam.send(
		new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'publier-le-site', PolicyDocument }),
	)
}

/** Retries what failed in the last execution's deployment. */
export async function retry(learner: Learner): Promise<void> {
	const state = await learner.aws.codepipeline.send(new GetPipelineStateCommand({ name: PIPELINE }))
	const stage = state.stageStates?.find(({ latestExecution }) => latestExecution?.status === 'Failed')
	await learner.aws.codepipeline.send(
		new RetryStageExecutionCommand({
			pipelineName: PIPELINE,
			stageName: stage?.stageName,
			pipelineExecutionId: stage?.latestExecution?.pipelineExecutionId,
			retryMode: 'FAILED_ACTIONS',
		}),
	)
	await learner.waitForPipeline(PIPELINE)
}

/** Puts an archive in the source bucket, version 2 unless another is given. */
export async function upload(learner: Learner, Body = learner.zip('site-v2')): Promise<void> {
	await learner.aws.s3.send(new PutObjectCommand({ Bucket: SOURCE_BUCKET, Key: ARCHIVE, Body }))
}

/** Starts an execution by hand and waits for its end. */
export async function release(learner: Learner): Promise<void> {
	await learner.aws.codepipeline.send(new StartPipelineExecutionCommand({ name: PIPELINE }))
	await learner.waitForPipeline(PIPELINE)
}

export const solution: Solution = [
	{
		task: 'creer',
		explanation:
			'Complétez pipeline.json : type V2, ARN du rôle, seau d’artefacts, seau et clé de la source, action Deploy du fournisseur S3 avec Extract à « true », et SourceOutput en entrée. À la création, une première exécution part d’elle-même : la source réussit, le déploiement échoue.',
		commands: [
			'aws codepipeline create-pipeline --cli-input-json file://pipeline.json --query pipeline.version',
		],
		files: (learner) => ({ 'pipeline.json': filledIn(learner, 'pipeline.json') }),
		run: (learner) => create(learner),
	},
	{
		task: 'autoriser',
		explanation:
			'Le message d’échec cite s3:PutObject sur un objet du seau web. Dans politique-deploiement.json, autorisez cette seule action, sur les objets de ce seau (ARN suivi de /*), puis ajoutez la politique au rôle.',
		commands: [
			`aws codepipeline get-pipeline-state --name ${PIPELINE} --query 'stageStates[1].actionStates[0].latestExecution.errorDetails.message' --output text`,
			`aws iam put-role-policy --role-name ${ROLE} --policy-name publier-le-site --policy-document file://politique-deploiement.json`,
		],
		files: (learner) => ({
			'politique-deploiement.json': filledIn(learner, 'politique-deploiement.json'),
		}),
		run: (learner) => allow(learner),
	},
	{
		task: 'relancer',
		explanation:
			'Seule l’étape Deploy a échoué : relancez ses actions en échec. L’exécution garde son identifiant et sa révision, donc c’est bien la version 1 qui est publiée.',
		commands: [
			`EXECUTION=$(aws codepipeline list-pipeline-executions --pipeline-name ${PIPELINE} --query 'pipelineExecutionSummaries[0].pipelineExecutionId' --output text)`,
			`aws codepipeline retry-stage-execution --pipeline-name ${PIPELINE} --stage-name Deploy --pipeline-execution-id $EXECUTION --retry-mode FAILED_ACTIONS`,
		],
		run: retry,
	},
	{
		task: 'publier',
		explanation:
			'Compressez le contenu de site-v2 depuis l’intérieur du dossier, pour que index.html soit à la racine de l’archive. Déposez-la sous la même clé : le versionnement garde l’ancienne. Démarrez enfin une exécution, puisque le pipeline ne surveille pas la source.',
		commands: [
			'cd site-v2 && zip -r ../site.zip . && cd ..',
			`aws s3 cp site.zip s3://${SOURCE_BUCKET}/${ARCHIVE}`,
			`aws codepipeline start-pipeline-execution --name ${PIPELINE}`,
		],
		async run(learner) {
			await upload(learner)
			await release(learner)
		},
	},
]
