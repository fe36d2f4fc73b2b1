import { allow } from '../policy-document.ts'
import {
	ACCOUNT,
	ARCHIVE,
	ARTIFACT_BUCKET,
	REGION,
	ROLE_ARN,
	SOURCE_BUCKET,
	STAGING_BUCKET,
	WEB_BUCKET,
} from './names.ts'

const BUCKETS = [SOURCE_BUCKET, ARTIFACT_BUCKET, STAGING_BUCKET, WEB_BUCKET]

export const ROLE_TRUST = allow({
	Principal: { Service: 'codepipeline.amazonaws.com' },
	Action: 'sts:AssumeRole',
})

export const ROLE_POLICY = allow(
	{
		Sid: 'LireLesReglagesDesSeaux',
		Action: ['s3:GetBucketVersioning', 's3:GetBucketLocation', 's3:GetBucketAcl', 's3:ListBucket'],
		Resource: BUCKETS.map((bucket) => `arn:aws:s3:::${bucket}`),
	},
	{
		Sid: 'LireLaSource',
		Action: ['s3:GetObject', 's3:GetObjectVersion'],
		Resource: `arn:aws:s3:::${SOURCE_BUCKET}/${ARCHIVE}`,
	},
	{
		Sid: 'EchangerLesArtefacts',
		Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
		Resource: `arn:aws:s3:::${ARTIFACT_BUCKET}/*`,
	},
	{
		Sid: 'Publier',
		Action: 's3:PutObject',
		Resource: [`arn:aws:s3:::${STAGING_BUCKET}/*`, `arn:aws:s3:::${WEB_BUCKET}/*`],
	},
)

/** Wide on the pipeline and its source; the sites are written by the pipeline alone. */
export const LEARNER_POLICY = allow(
	{ Sid: 'Pipelines', Action: 'codepipeline:*', Resource: `arn:aws:codepipeline:${REGION}:${ACCOUNT}:*` },
	{
		Sid: 'Source',
		Action: 's3:*',
		Resource: [`arn:aws:s3:::${SOURCE_BUCKET}`, `arn:aws:s3:::${SOURCE_BUCKET}/*`],
	},
	{
		Sid: 'LireLesSites',
		Action: ['s3:Get*', 's3:List*'],
		Resource: BUCKETS.flatMap((bucket) => [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]),
	},
	{ Sid: 'ListerLesSeaux', Action: 's3:ListAllMyBuckets', Resource: '*' },
	{ Sid: 'LireLesIdentites', Action: ['iam:Get*', 'iam:List*'], Resource: '*' },
	{
		Sid: 'ConfierLeRoleAuPipeline',
		Action: 'iam:PassRole',
		Resource: ROLE_ARN,
		Condition: { StringEquals: { 'iam:PassedToService': 'codepipeline.amazonaws.com' } },
	},
)
