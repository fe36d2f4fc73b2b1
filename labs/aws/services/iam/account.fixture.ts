import { createHmac } from 'node:crypto'
import { AwsError } from '../../aws-error.ts'
import { createAccount, findCredential, rootOf } from '../../identity/credentials.ts'
import type { Principal } from '../../identity/principal.ts'
import { validated } from '../../wire/validated.fixture.ts'
import { MemoryBlobs } from '../../world/blobs.ts'
import { MemoryJournal } from '../../world/journal.ts'
import { Sandbox } from '../../world/sandbox.ts'
import { sts } from '../sts/index.ts'
import { authorize } from './authorize.ts'
import { iam } from './index.ts'

export const ACCOUNT = '111111111111'
export const OTHER_ACCOUNT = '222222222222'
export const STARTS_AT = Date.UTC(2026, 0, 5, 9)

/** A refusal as tests look at it, or the answer. */
export type Answer = Record<string, unknown>

/** A world of two accounts for the tests of IAM and STS. */
export async function openAccounts() {
	const host = {
		services: validated([iam, sts]),
		authorize,
		journal: new MemoryJournal(),
		realNow: () => 0,
	}
	const fresh = { seed: 'iam', number: 7n, startsAt: STARTS_AT, speed: 0 }
	const sandbox = await Sandbox.open('iam', host, new MemoryBlobs(), fresh)
	await sandbox.arrange(
		'CreateAccounts',
		(call) => {
			createAccount(call, { account: ACCOUNT })
			createAccount(call, { account: OTHER_ACCOUNT })
		},
		{ account: ACCOUNT, region: 'eu-west-3' },
	)

	/** Calls as a principal; a refusal comes back as its code, message and status. */
	async function as(principal: Principal, operation: string, input: object = {}): Promise<Answer> {
		const service = operation in sts.operations ? 'sts' : 'iam'
		const scope = { account: principal.account, region: 'eu-west-3' }
		try {
			return ((await sandbox.call({ principal, scope, service, operation, input })) ?? {}) as Answer
		} catch (error) {
			if (!(error instanceof AwsError)) throw error
			return { code: error.code, message: error.message, status: error.status }
		}
	}

	/** Who an access key id speaks for now. */
	function principalOf(accessKeyId: string): Principal {
		const credential = findCredential(sandbox.world, accessKeyId, sandbox.now())
		if (!credential) throw new Error(`No credential ${accessKeyId}`)
		return credential.principal
	}

	/** Makes a user with an inline policy, and answers who its key speaks for. */
	async function user(UserName: string, statement?: object): Promise<Principal> {
		const root = rootOf(ACCOUNT)
		await as(root, 'CreateUser', { UserName })
		if (statement) {
			const PolicyDocument = policy(statement)
			await as(root, 'PutUserPolicy', { UserName, PolicyName: 'inline', PolicyDocument })
		}
		const { AccessKey } = await as(root, 'CreateAccessKey', { UserName })
		return principalOf((AccessKey as { AccessKeyId: string }).AccessKeyId)
	}

	return {
		sandbox,
		as,
		root: (operation: string, input?: object) => as(rootOf(ACCOUNT), operation, input),
		user,
		principalOf,
	}
}

export function policy(...statements: Array<object>): string {
	return JSON.stringify({ Version: '2012-10-17', Statement: statements })
}

export function allow(Action: string, Resource = '*'): object {
	return { Effect: 'Allow', Action, Resource }
}

/** A trust policy. */
export function trust(Principal: object | string, Condition?: object): string {
	return policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition })
}

/** What an authenticator application would show, from the seed in base 32. */
export function codeAt(seed: string, at: number): string {
	const bits = [...seed].map((letter) =>
		'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
	)
	const bytes = (bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
	const counter = Buffer.alloc(8)
	counter.writeUInt32BE(Math.floor(at / 30_000), 4)
	const digest = createHmac('sha1', Buffer.from(bytes)).update(counter).digest()
	const number = digest.readUInt32BE((digest[19] ?? 0) & 15) & 0x7fffffff
	return String(number % 1_000_000).padStart(6, '0')
}
