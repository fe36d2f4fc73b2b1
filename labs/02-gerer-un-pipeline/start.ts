import { LEARNER } from '../lab.ts'
import { readLabFiles } from '../lab-files.ts'
import type { LabSetup } from '../lab-setup.ts'
import { zipFiles } from '../zip.ts'
import { ARCHIVE, ARTIFACT_BUCKET, ROLE, SOURCE_BUCKET, WEB_BUCKET } from './names.ts'
import { LEARNER_POLICY, ROLE_POLICY, ROLE_TRUST } from './policies.ts'
import { siteDemo } from './structure.ts'

/** The page of a version of the site, by path, from the learner's own model. */
export function sitePages(version: number | string): Record<string, Uint8Array> {
	const model = readLabFiles('gerer-un-pipeline', 'home')['modele/index.html']
	const page = Buffer.from(model ?? []).toString('utf8')
	return { 'index.html': Buffer.from(page.replaceAll('A_VERSION', `${version}`)) }
}

/** A pipeline of three stages whose first execution has just begun; the learner. */
export async function start(lab: LabSetup): Promise<void> {
	await lab.openAccount()
	await createBucket(lab, SOURCE_BUCKET, 'versioned')
	await createBucket(lab, ARTIFACT_BUCKET, 'versioned')
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
	await lab.call('s3', 'PutObject', {
		Bucket: SOURCE_BUCKET,
		Key: ARCHIVE,
		Body: zipFiles(sitePages(1)),
		ContentType: 'application/zip',
	})
	await lab.call('codepipeline', 'CreatePipeline', { pipeline: siteDemo() })
}

async function createBucket(lab: LabSetup, Bucket: string, versioned?: 'versioned'): Promise<void> {
	const CreateBucketConfiguration = { LocationConstraint: lab.region }
	await lab.call('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration })
	if (!versioned) return
	await lab.call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } })
}
