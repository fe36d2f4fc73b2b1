import { DisableStageTransitionCommand, StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline'
import { DeleteBucketCommand, DeleteObjectCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { authorize } from '#labs/aws/services/iam/authorize.ts'
import { services as emulated } from '#labs/aws/services.ts'
import { validated } from '#labs/aws/wire/validated.fixture.ts'
import { MemoryBlobs } from '#labs/aws/world/blobs.ts'
import { MemoryJournal } from '#labs/aws/world/journal.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'
import { runChecks } from '../checks/run-checks.ts'
import { openLab } from '../lab.ts'
import { openLearner } from '../learner.ts'
import { follow, type Learner } from '../solution.ts'
import { lab } from './lab.ts'
import { ARCHIVE, ARTIFACT_BUCKET, PIPELINE, SOURCE_BUCKET, WEB_BUCKET } from './names.ts'
import { allow, create, definition, solution } from './solution.ts'

const services = validated(emulated.values())

async function check(work: (learner: Learner, sandbox: Sandbox) => Promise<unknown>) {
	const host = { services, authorize, journal: new MemoryJournal(), realNow: () => 0 }
	const fresh = { seed: 'a1', number: 1n, startsAt: lab.startsAt, speed: 0 }
	const sandbox = await Sandbox.open('a1', host, new MemoryBlobs(), fresh)
	await openLab(lab, sandbox)
	await work(openLearner(lab, sandbox), sandbox)
	const crashes: Array<unknown> = []
	const verdicts = await runChecks(lab, sandbox, (_, error) => crashes.push(error))
	return { verdicts: new Map(verdicts.map((verdict) => [verdict.check, verdict])), crashes }
}

function denyAll(bucket: string): PutBucketPolicyCommand {
	const Resource = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]
	const Statement = [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource }]
	return new PutBucketPolicyCommand({
		Bucket: bucket,
		Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
	})
}

const ODD: Array<[string, (learner: Learner) => Promise<unknown>]> = [
	[
		'no web bucket',
		async (learner) => {
			await learner.aws.s3.send(new DeleteBucketCommand({ Bucket: WEB_BUCKET }))
			await create(learner)
		},
	],
	[
		'a source that does not exist',
		(learner) => create(learner, misspelt(learner, 'A_COMPLETER_seau_source')),
	],
	[
		'a web bucket that does not exist',
		(learner) => create(learner, misspelt(learner, 'A_COMPLETER_seau_web')),
	],
	[
		'an artifact bucket that does not exist',
		(learner) => create(learner, misspelt(learner, 'A_COMPLETER_seau_des_artefacts')),
	],
	[
		'no archive',
		async (learner) => {
			await learner.aws.s3.send(new DeleteObjectCommand({ Bucket: SOURCE_BUCKET, Key: ARCHIVE }))
			await create(learner)
		},
	],
	...[SOURCE_BUCKET, ARTIFACT_BUCKET, WEB_BUCKET].map(
		(bucket): [string, (learner: Learner) => Promise<unknown>] => [
			`everyone shut out of ${bucket}`,
			async (learner) => {
				await create(learner)
				await allow(learner)
				await learner.aws.s3.send(denyAll(bucket))
			},
		],
	),
	[
		'a closed transition and an execution in progress',
		async (learner) => {
			await create(learner)
			await learner.aws.codepipeline.send(
				new DisableStageTransitionCommand({
					pipelineName: PIPELINE,
					stageName: 'Deploy',
					transitionType: 'Inbound',
					reason: 'essai',
				}),
			)
			await learner.aws.codepipeline.send(new StartPipelineExecutionCommand({ name: PIPELINE }))
		},
	],
]

function misspelt(learner: Learner, gap: string) {
	return definition(learner, { [gap]: 'filiere-introuvable' })
}

test.each(ODD)('%s is told to the learner, not taken for a failure of the platform', async (_, work) => {
	const { verdicts, crashes } = await check(work)
	expect(crashes).toEqual([])
	expect(verdicts.get('nouvelle-version')?.outcome).toBe('failed')
	expect(verdicts.get('archive-corrompue')?.outcome).toBe('failed')
})

test('who acted is read from the journal: the role for what the pipeline did', async () => {
	const { verdicts } = await check((learner) => follow(solution, learner))
	expect(verdicts.get('ecrit-par-le-pipeline')?.evidence).toMatchObject([
		{
			operation: 's3:PutObject',
			outcome: 'ok',
			principal: expect.stringMatching(/assumed-role\/site-demo-pipeline\//),
		},
	])
	expect(verdicts.get('relance')?.evidence).toMatchObject([
		{ operation: 's3:PutObject', outcome: 'AccessDenied' },
		{ operation: 'codepipeline:RetryStageExecution', principal: expect.stringMatching(/user\/apprenant$/) },
	])
})

test('an execution in progress is named as such', async () => {
	const { verdicts } = await check(async (learner) => {
		await follow(solution.slice(0, 3), learner)
		await learner.aws.codepipeline.send(new StartPipelineExecutionCommand({ name: PIPELINE }))
	})
	expect(verdicts.get('deux-reussites')).toMatchObject({
		outcome: 'failed',
		hint: expect.stringContaining('Une exécution est en cours'),
	})
})
