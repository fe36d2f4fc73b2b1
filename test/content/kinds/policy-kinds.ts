import { readFileSync } from 'node:fs'
import { AwsError } from '#labs/aws/aws-error.ts'
import type { Policy as ParsedPolicy } from '#labs/aws/identity/policy/document.ts'
import { MalformedPolicy } from '#labs/aws/identity/policy/parse.ts'
import { validatePolicy } from '#labs/aws/identity/policy/validate.ts'
import { ACCOUNT, type AwsAccounts, openAccounts } from '../aws-account.ts'
import { has, isObject, type Kind, kind, type Problem, problem } from '../problem.ts'

type Statement = Record<string, unknown>
type Policy = { Version?: string; Statement: Statement | Array<Statement> }

/** What IAM lets policies name, in lower case, by service prefix. */
const ACTIONS: Readonly<Record<string, ReadonlyArray<string>>> = JSON.parse(
	readFileSync('test/fixtures/iam/actions.json', 'utf8'),
)

export const policyKinds: ReadonlyArray<Kind> = [
	kind<Policy>({
		name: 'policy',
		matches: (value) => has(value, 'Statement') && !has(value, 'Resources'),
		problems: policyProblems,
	}),
	kind<Statement>({
		name: 'statement of a policy',
		matches: (value) => has(value, 'Effect') && (has(value, 'Action') || has(value, 'NotAction')),
		problems: (statement) => policyProblems({ Version: '2012-10-17', Statement: [statement] }),
	}),
	kind<Array<Statement>>({
		name: 'statements of a policy',
		matches: (value) => Array.isArray(value) && value.length > 0 && value.every((one) => has(one, 'Effect')),
		problems: (Statement) => policyProblems({ Version: '2012-10-17', Statement }),
	}),
]

/** Creates the policy on the emulator as what it is, and holds the actions that it names against IAM's list. */
export async function policyProblems(policy: Policy): Promise<Array<Problem>> {
	if (policy.Version !== '2012-10-17')
		return [problem('write "Version": "2012-10-17"; without it variables mean nothing')]
	const unknown = policyActionProblems(policy)
	return unknown.length > 0 ? unknown : creationProblems(policy, [policy.Statement].flat())
}

/** The actions of a policy that IAM does not know. */
export function policyActionProblems({ Statement }: { Statement?: unknown }): Array<Problem> {
	return [Statement]
		.flat()
		.filter(isObject)
		.flatMap(actionsOf)
		.filter((action) => !actionExists(action))
		.map((action) => problem(`IAM knows no action ${action}`))
}

async function creationProblems(policy: Policy, statements: Array<Statement>): Promise<Array<Problem>> {
	const accounts = await openAccounts()
	const text = JSON.stringify(policy)
	const call = accounts.call
	try {
		if (!statements.some((one) => 'Principal' in one || 'NotPrincipal' in one))
			await call('iam', 'CreatePolicy', { PolicyName: 'exemple', PolicyDocument: text })
		else if (statements.every((one) => !('Resource' in one)))
			await call('iam', 'CreateRole', { RoleName: 'exemple', AssumeRolePolicyDocument: trustOf(policy) })
		else await putOnBucket(accounts, validatePolicy(text, 'resource'), text)
		return []
	} catch (error) {
		if (error instanceof AwsError) return [problem(`IAM refuses it: ${error.message}`, error.code)]
		if (error instanceof MalformedPolicy)
			return [problem(`IAM refuses it: ${error.message}`, 'MalformedPolicyDocument')]
		throw error
	}
}

/** A bucket's policy is put on a bucket of that name, in a world that has the roles that it names. */
async function putOnBucket(accounts: AwsAccounts, { statements }: ParsedPolicy, text: string): Promise<void> {
	const resources = statements.flatMap(({ resources }) => resources?.patterns ?? [])
	const buckets = new Set(resources.map((arn) => /^arn:aws:s3:::([a-z0-9.-]+)/.exec(arn)?.[1]))
	const [bucket] = buckets
	if (bucket === undefined || buckets.size !== 1) return
	for (const [arn] of text.matchAll(/arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+/g)) await accounts.createRole(arn)
	for (const [, account = ''] of text.matchAll(/arn:aws:iam::(\d{12}):root/g)) await accounts.open(account)
	await accounts.createBucket(bucket)
	await accounts.call('s3', 'PutBucketPolicy', { Bucket: bucket, Policy: text })
}

/** A trust policy whose principals exist: those of the example are stood for by the account that they are of. */
function trustOf(policy: Policy): string {
	const text = JSON.stringify(policy)
	return text.replace(/"arn:aws:(?:iam|sts)::\d{12}:[^"]*"/g, `"arn:aws:iam::${ACCOUNT}:root"`)
}

function actionsOf({ Action, NotAction }: Statement): Array<string> {
	return [Action, NotAction].flat().filter((one): one is string => typeof one === 'string')
}

function actionExists(action: string): boolean {
	if (action === '*') return true
	const [prefix = '', name = ''] = action.toLowerCase().split(':')
	const pattern = new RegExp(
		`^${name
			.replace(/[.+^${}()|[\]\\]/g, '\\$&')
			.replaceAll('*', '.*')
			.replaceAll('?', '.')}$`,
	)
	return ACTIONS[prefix]?.some((known) => pattern.test(known)) ?? false
}
