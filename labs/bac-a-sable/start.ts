import { LEARNER } from '../lab.ts'
import { readLabFiles } from '../lab-files.ts'
import type { LabSetup } from '../lab-setup.ts'
import { zipFiles } from '../zip.ts'
import { ARCHIVE, BUCKETS, ROLES, SOURCE_BUCKETS } from './names.ts'

/** The buckets and the roles of the course, a site to publish, and a learner who may do anything. */
export async function start(scene: LabSetup): Promise<void> {
	await scene.openAccount()
	for (const Bucket of BUCKETS) {
		const CreateBucketConfiguration = { LocationConstraint: scene.region }
		await scene.call('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration })
		const VersioningConfiguration = { Status: 'Enabled' }
		await scene.call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration })
	}
	const Body = zipFiles(readLabFiles('bac-a-sable', 'site'))
	for (const Bucket of SOURCE_BUCKETS)
		await scene.call('s3', 'PutObject', { Bucket, Key: ARCHIVE, Body, ContentType: 'application/zip' })
	for (const role of ROLES) await createServiceRole(scene, role)
	await createLearner(scene)
}

/** A role that may use the course's buckets, and nothing else: the lessons on rights add to it. */
async function createServiceRole(scene: LabSetup, RoleName: string): Promise<void> {
	const AssumeRolePolicyDocument = policy({
		Principal: { Service: 'codepipeline.amazonaws.com' },
		Action: 'sts:AssumeRole',
	})
	await scene.call('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument })
	const PolicyDocument = policy({
		Action: 's3:*',
		Resource: BUCKETS.flatMap((bucket) => [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]),
	})
	await scene.call('iam', 'PutRolePolicy', { RoleName, PolicyName: 'seaux-du-cours', PolicyDocument })
}

async function createLearner(scene: LabSetup): Promise<void> {
	await scene.call('iam', 'CreateUser', { UserName: LEARNER })
	await scene.call('iam', 'PutUserPolicy', {
		UserName: LEARNER,
		PolicyName: 'tout-essayer',
		PolicyDocument: policy({ Action: '*', Resource: '*' }),
	})
	await scene.call('iam', 'CreateAccessKey', { UserName: LEARNER })
}

function policy(statement: object): string {
	return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] })
}
