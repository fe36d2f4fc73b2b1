import { allow } from '../policy-document.ts'
import { ACCOUNT, ARCHIVE, ARTIFACT_BUCKET, REGION, ROLE_ARN, SOURCE_BUCKET, WEB_BUCKET } from './names.ts'

export const ROLE_TRUST = allow({
	Principal: { Service: 'codepipeline.amazonaws.com' },
	Action: 'sts:AssumeRole',
})

/** All that the pipeline needs but one thing: writing to the web bucket is left to the learner. */
export const ROLE_POLICY = allow(
	{
		Sid: 'LireLesReglagesDesSeaux',
		Action: ['s3:GetBucketVersioning', 's3:GetBucketLocation', 's3:GetBucketAcl', 's3:ListBucket'],
		Resource: [SOURCE_BUCKET, ARTIFACT_BUCKET, WEB_BUCKET].map((bucket) => `arn:aws:s3:::${bucket}`),
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
)

/** Wide in the lab, nothing outside: neither audit, nor the role's trust, nor other identities. */
export const LEARNER_POLICY = allow(
	{ Sid: 'Pipelines', Action: 'codepipeline:*', Resource: `arn:aws:codepipeline:${REGION}:${ACCOUNT}:*` },
	{
		Sid: 'SeauxDeLAtelier',
		Action: 's3:*',
		Resource: ['arn:aws:s3:::filiere-*', 'arn:aws:s3:::filiere-*/*'],
	},
	{ Sid: 'ListerLesSeaux', Action: 's3:ListAllMyBuckets', Resource: '*' },
	{ Sid: 'LireLesIdentites', Action: ['iam:Get*', 'iam:List*'], Resource: '*' },
	{
		Sid: 'DroitsDuRoleDeService',
		Action: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy', 'iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
		Resource: ROLE_ARN,
	},
	{
		Sid: 'PolitiquesDeLAtelier',
		Action: [
			'iam:CreatePolicy',
			'iam:CreatePolicyVersion',
			'iam:DeletePolicy',
			'iam:DeletePolicyVersion',
			'iam:SetDefaultPolicyVersion',
		],
		Resource: `arn:aws:iam::${ACCOUNT}:policy/*`,
	},
	{
		Sid: 'ConfierLeRoleAuPipeline',
		Action: 'iam:PassRole',
		Resource: ROLE_ARN,
		Condition: { StringEquals: { 'iam:PassedToService': 'codepipeline.amazonaws.com' } },
	},
)

/** Names of the inline policies above, as they show in IAM. */
export const ROLE_POLICY_NAME = 'socle-du-pipeline'
export const LEARNER_POLICY_NAME = 'droits-de-l-atelier'
