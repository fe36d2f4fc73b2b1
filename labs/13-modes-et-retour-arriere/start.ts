import { LEARNER } from '../lab.ts'
import { readLabFiles } from '../lab-files.ts'
import type { LabSetup } from '../lab-setup.ts'
import { zipFiles } from '../zip.ts'
import {
	ARCHIVE,
	ARTIFACT_BUCKET,
	PIPELINE,
	ROLE,
	SOURCE_BUCKET,
	STAGING_BUCKET,
	WEB_BUCKET,
} from './names.ts'
import { LEARNER_POLICY, ROLE_POLICY, ROLE_TRUST } from './policies.ts'
import { siteDemo } from './structure.ts'

/** Virtual milliseconds after which whatever was started waits for somebody, or is over. */
const A_WHILE = 2 * 60_000
const REQUEST = 'Vérifiez les horaires et la page d’accueil.'

/** The page of a version of the site, by path, from the learner's own model. */
export function sitePages(version: number | string): Record<string, Uint8Array> {
	const model = readLabFiles('modes-et-retour-arriere', 'home')['modele/index.html']
	const page = Buffer.from(model ?? []).toString('utf8')
	return { 'index.html': Buffer.from(page.replaceAll('A_VERSION', `${version}`)) }
}

/** A pipeline with six executions behind it, its structure changed after the third; the learner. */
export async function start(lab: LabSetup): Promise<void> {
	await lab.openAccount()
	await createBucket(lab, SOURCE_BUCKET, 'versioned')
	await createBucket(lab, ARTIFACT_BUCKET, 'versioned')
	await createBucket(lab, STAGING_BUCKET)
	await createBucket(lab, WEB_BUCKET)
	await lab.call('iam', 'CreateRole', { RoleName: ROLE, AssumeRolePolicyDocument: ROLE_TRUST })
	await lab.call('iam', 'PutRolePolicy', {
		RoleName: ROLE,
		PolicyName: 'publier-le-site',
		PolicyDocument: ROLE_POLICY,
	})
	await lab.call('iam', 'CreateUser', { UserName: LEARNER })
	await lab.call('iam', 'PutUserPolicy', {
		UserName: LEARNER,
		PolicyName: 'droits-de-l-atelier',
		PolicyDocument: LEARNER_POLICY,
	})
	await lab.call('iam', 'CreateAccessKey', { UserName: LEARNER })
	await upload(lab, 1)
	// It starts its first execution by itself.
	await lab.call('codepipeline', 'CreatePipeline', { pipeline: siteDemo() })
	await review(lab)
	for (let version = 2; version <= 6; version++) {
		if (version === 4) await lab.call('codepipeline', 'UpdatePipeline', { pipeline: siteDemo(REQUEST) })
		await upload(lab, version)
		await lab.call('codepipeline', 'StartPipelineExecution', { name: PIPELINE })
		await review(lab)
	}
}

async function createBucket(lab: LabSetup, Bucket: string, versioned?: 'versioned'): Promise<void> {
	const CreateBucketConfiguration = { LocationConstraint: lab.region }
	await lab.call('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration })
	if (!versioned) return
	await lab.call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } })
}

async function upload(lab: LabSetup, version: number): Promise<void> {
	await lab.call('s3', 'PutObject', {
		Bucket: SOURCE_BUCKET,
		Key: ARCHIVE,
		Body: zipFiles(sitePages(version)),
		ContentType: 'application/zip',
	})
}

interface State {
	stageStates: Array<{ actionStates: Array<{ actionName: string; latestExecution?: { token?: string } }> }>
}

/** Lets an execution come to its review, approves it, and lets it end. */
async function review(lab: LabSetup): Promise<void> {
	await lab.pass(A_WHILE)
	const { stageStates } = await lab.call<State>('codepipeline', 'GetPipelineState', { name: PIPELINE })
	const waiting = stageStates[1]?.actionStates.find(({ actionName }) => actionName === 'Relire')
	await lab.call('codepipeline', 'PutApprovalResult', {
		pipelineName: PIPELINE,
		stageName: 'Recette',
		actionName: 'Relire',
		token: waiting?.latestExecution?.token,
		result: { status: 'Approved', summary: 'Relu.' },
	})
	await lab.pass(A_WHILE)
}
