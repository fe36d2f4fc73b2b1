import { LEARNER } from '../lab.ts'
import { readLabFiles } from '../lab-files.ts'
import type { LabSetup } from '../lab-setup.ts'
import { zipFiles } from '../zip.ts'
import { ARCHIVE, ARTIFACT_BUCKET, ROLE, SOURCE_BUCKET, WEB_BUCKET } from './names.ts'
import { LEARNER_POLICY, LEARNER_POLICY_NAME, ROLE_POLICY, ROLE_POLICY_NAME, ROLE_TRUST } from './policies.ts'

/** Version 1 of the site, by path. */
export function siteV1(): Record<string, Uint8Array> {
	return readLabFiles('mon-premier-pipeline', 'site-v1')
}

/** Three buckets, version 1 in the first; a service role that may do all but publish; the learner. */
export async function start(lab: LabSetup): Promise<void> {
	await lab.openAccount()
	await createBucket(lab, SOURCE_BUCKET, 'versioned')
	await createBucket(lab, ARTIFACT_BUCKET, 'versioned')
	await createBucket(lab, WEB_BUCKET)
	await lab.call('s3', 'PutObject', {
		Bucket: SOURCE_BUCKET,
		Key: ARCHIVE,
		Body: zipFiles(siteV1()),
		ContentType: 'application/zip',
	})
	await lab.call('iam', 'CreateRole', { RoleName: ROLE, AssumeRolePolicyDocument: ROLE_TRUST })
	await lab.call('iam', 'PutRolePolicy', {
		RoleName: ROLE,
		PolicyName: ROLE_POLICY_NAME,
		PolicyDocument: ROLE_POLICY,
	})
	await lab.call('iam', 'CreateUser', { UserName: LEARNER })
	await lab.call('iam', 'PutUserPolicy', {
		UserName: LEARNER,
		PolicyName: LEARNER_POLICY_NAME,
		PolicyDocument: LEARNER_POLICY,
	})
	await lab.call('iam', 'CreateAccessKey', { UserName: LEARNER })
}

async function createBucket(lab: LabSetup, Bucket: string, versioned?: 'versioned'): Promise<void> {
	const CreateBucketConfiguration = { LocationConstraint: lab.region }
	await lab.call('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration })
	if (!versioned) return
	await lab.call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } })
}
