import { policy, SCOPE } from '#labs/aws/services/codepipeline/pipeline.fixture.ts'
import type { Target } from '../target.ts'
import { abuse } from './abuse.ts'

/** A pattern that backs up at every character of a text of its own letter. */
const BACKING_UP = `arn:aws:s3:::*${'a'.repeat(512)}b`

/** Makes ready a user with as many policies as one may have; to ask for an object of a long key, for the code of the answer. */
async function asking(target: Target) {
	const UserName = 'mallory'
	await target.iam('CreateUser', { UserName })
	const Resource = Array.from({ length: 11 }, (_, at) => `${BACKING_UP}${at}`)
	for (let at = 0; at < 10; at++) {
		const PolicyDocument = policy({
			Effect: 'Allow',
			Action: 's3:*',
			Resource: Resource.map((one) => `${one}${at}`),
		})
		const created = (await target.iam('CreatePolicy', { PolicyName: `p${at}`, PolicyDocument })) as {
			Policy: { Arn: string }
		}
		await target.iam('AttachUserPolicy', { UserName, PolicyArn: created.Policy.Arn })
	}
	const input = { Bucket: 'source', Key: 'a'.repeat(1_024) }
	const principal = {
		type: 'user',
		account: SCOPE.account,
		arn: `arn:aws:iam::${SCOPE.account}:user/${UserName}`,
		userName: UserName,
		userId: 'AIDAMALLORY',
	}
	const call = { principal: principal as never, scope: SCOPE, service: 's3', operation: 'GetObject', input }
	return () =>
		target.sandbox.call(call).then(
			() => 'done',
			({ code }) => code,
		)
}

export const policies = [
	abuse('ten policies of patterns that back up', 'AccessDenied', asking),
	abuse('a simulation of many actions under many patterns', 500, (target) => {
		const document = policy({
			Effect: 'Allow',
			Action: Array.from({ length: 3_000 }, (_, at) => `s3:*a*${at}*b`),
			Resource: '*',
		})
		const ActionNames = Array.from({ length: 1_000 }, (_, at) => `s3:${'a'.repeat(100)}${at}`)
		return target.call('iam', 'SimulateCustomPolicy', {
			PolicyInputList: [document],
			ActionNames,
			MaxItems: 1_000,
		})
	}),
	abuse('a simulation of many resources under patterns that back up', 200, (target) => {
		const document = policy({
			Effect: 'Allow',
			Action: '*',
			Resource: Array.from({ length: 100 }, (_, at) => `${BACKING_UP}${at}`),
		})
		const ResourceArns = Array.from({ length: 15 }, (_, at) => `arn:aws:s3:::b/${'a'.repeat(1_020)}${at}`)
		return target.call('iam', 'SimulateCustomPolicy', {
			PolicyInputList: [document],
			ActionNames: ['s3:GetObject'],
			ResourceArns,
		})
	}),
	abuse('a simulation of more resources than are compared', 500, (target) => {
		const document = policy({
			Effect: 'Allow',
			Action: '*',
			Resource: Array.from({ length: 100 }, (_, at) => `${BACKING_UP}${at}`),
		})
		const ResourceArns = Array.from({ length: 400 }, (_, at) => `arn:aws:s3:::b/${'a'.repeat(1_020)}${at}`)
		return target.call('iam', 'SimulateCustomPolicy', {
			PolicyInputList: [document],
			ActionNames: ['s3:GetObject'],
			ResourceArns,
		})
	}),
	abuse('a policy that nests without end', 400, (target) =>
		target.call('iam', 'CreatePolicy', {
			PolicyName: 'deep',
			PolicyDocument: '['.repeat(60_000) + ']'.repeat(60_000),
		}),
	),
	abuse('a simulation of a policy of as many statements as there is room for', 500, (target) => {
		const Statement = Array.from({ length: 1_500 }, (_, at) => ({
			Sid: `s${at}`,
			Effect: 'Allow',
			Action: 's3:Get*',
			Resource: '*',
		}))
		const PolicyInputList = [JSON.stringify({ Version: '2012-10-17', Statement })]
		return target.call('iam', 'SimulateCustomPolicy', {
			PolicyInputList,
			ActionNames: Array.from({ length: 200 }, (_, at) => `s3:GetObject${at}`),
			MaxItems: 1_000,
		})
	}),
]
