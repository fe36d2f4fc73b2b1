import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { findCredential } from '../../../identity/credentials.ts'
import type { Gate } from '../../../identity/gate.ts'
import type { Principal } from '../../../identity/principal.ts'
import { signingKey, stringToSign } from '../../../identity/signature/canonical-request.ts'
import type { ParsedRequest } from '../../../wire/protocols/message.ts'
import { sandboxOfAccessKey } from '../../../world/ids.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import type { Sandbox } from '../../../world/sandbox.ts'
import type { Scope, WorldReader } from '../../../world/world.ts'
import { iamScope, serviceCredentials, users } from '../../iam/collections.ts'
import { labelOfPassword } from '../../iam/principals/service-passwords.ts'
import { repositoryPlaces } from '../collections.ts'
import type { GitRequest } from './repository-address.ts'

/** Who a git client speaks for, in which world, and where the repository is. */
export interface GitCaller {
	sandbox: Sandbox
	principal: Principal
	scope: Scope
}

/** How long a helper's signature is good for, milliseconds. */
const SIGNATURE_LIFE = 15 * 60_000

/** The name and password of a request, or undefined when it gives none. */
export function basicCredentials({ headers }: ParsedRequest): { user: string; password: string } | undefined {
	const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(headers.authorization ?? '') ?? []
	if (encoded === undefined) return
	const text = Buffer.from(encoded, 'base64').toString('utf8')
	const colon = text.indexOf(':')
	return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) }
}

/**
 * Who makes a request: the user of a git credential, or whom the signature of
 * AWS's credential helper, or of git-remote-codecommit, speaks for. Undefined for whom it does not know.
 */
export async function gitCaller(
	gate: Gate,
	request: ParsedRequest,
	git: GitRequest,
): Promise<GitCaller | undefined> {
	const given = basicCredentials(request)
	if (!given) return
	const [accessKeyId = '', ...token] = given.user.split('%')
	const signed = /^\d{8}T\d{6}Z[0-9a-f]{64}$/.test(given.password)
	if (sandboxOfAccessKey(accessKeyId) !== undefined && signed) {
		return callerOfSignature(gate, request, git, {
			accessKeyId,
			token: token.join('%'),
			password: given.password,
		})
	}
	return callerOfPassword(gate, git, given)
}

async function callerOfPassword(
	gate: Gate,
	git: GitRequest,
	{ user, password }: { user: string; password: string },
): Promise<GitCaller | undefined> {
	const label = labelOfPassword(password)
	const named = label === undefined ? undefined : await gate.findPublicSandbox?.(label)
	const sandbox = named ?? (await gate.findPublicSandbox?.(undefined))
	const principal = sandbox && userOfPassword(sandbox.world, user, password)
	if (principal) return { sandbox, principal, scope: placeOf(sandbox.world, principal, git) }
	// An open emulator takes any key, and any password with it.
	const open = gate.openTo && (await gate.findSandbox(user))
	const anybody = open && gate.openTo?.(user)
	return anybody && { sandbox: open, principal: anybody, scope: placeOf(open.world, anybody, git) }
}

function userOfPassword(world: WorldReader, userName: string, password: string): Principal | undefined {
	const [, account = ''] = /-at-(\d{12})$/.exec(userName) ?? []
	const scope = iamScope(account)
	const credential = world
		.list(serviceCredentials, scope)
		.find((one) => one.serviceUserName === userName && one.service === 'codecommit.amazonaws.com')
	if (credential?.status !== 'Active' || !sameText(credential.password, password)) return
	const user = world.list(users, scope).find(({ userId }) => userId === credential.userId)
	return user && { type: 'user', account, arn: user.arn, userName: user.userName, userId: user.userId }
}

interface SignedPassword {
	accessKeyId: string
	token: string
	password: string
}

async function callerOfSignature(
	gate: Gate,
	request: ParsedRequest,
	git: GitRequest,
	{ accessKeyId, token, password }: SignedPassword,
): Promise<GitCaller | undefined> {
	const sandbox = await gate.findSandbox(accessKeyId)
	const credential = sandbox && findCredential(sandbox.world, accessKeyId, sandbox.now())
	if (!credential) {
		const principal = sandbox && gate.openTo?.(accessKeyId)
		return principal && { sandbox, principal, scope: placeOf(sandbox.world, principal, git) }
	}
	const { principal, secretAccessKey, sessionToken = '', status, expired } = credential
	if (status === 'Inactive' || expired || !sameText(sessionToken, token)) return
	if (gate.openTo) return { sandbox, principal, scope: placeOf(sandbox.world, principal, git) }
	const [time = '', signature = ''] = password.split('Z')
	if (Math.abs(gate.realNow() - momentOf(time)) > SIGNATURE_LIFE) return
	const host = request.headers.host ?? ''
	// The helper of the CLI signs the host without its port, git-remote-codecommit with it.
	const hosts = new Set([host, host.replace(/:\d+$/, '')])
	for (const scope of candidates(sandbox.world, principal, git)) {
		for (const signedHost of hosts) {
			const expected = signatureOf(secretAccessKey, scope.region, signedHost, git.path, time)
			if (sameText(expected, signature)) return { sandbox, principal, scope }
		}
	}
}

/**
 * What the helper signs: a request of the method GIT without a query, with its host
 * as the only header, and an empty line in the place of the payload's hash. The time has no Z.
 */
function signatureOf(secret: string, region: string, host: string, path: string, time: string): string {
	const scope = { date: time.slice(0, 8), region, service: 'codecommit' }
	const canonical = `GIT\n${path}\n\nhost:${host}\n\nhost\n`
	return createHmac('sha256', signingKey(secret, scope))
		.update(stringToSign(time, scope, canonical))
		.digest('hex')
}

function momentOf(time: string): number {
	return Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z'))
}

/** Regions in which the repository may be: that of the host's name, or those that have one of its name. */
function candidates(world: WorldReader, { account }: Principal, { name, region }: GitRequest): Array<Scope> {
	if (region !== undefined) return [{ account, region }]
	const places = world.list(repositoryPlaces, WORLD_SCOPE, { prefix: `${account}/${name}/` })
	return places.length > 0 ? [...places] : REGIONS.map((one) => ({ account, region: one }))
}

/** Where a signature is looked for when no repository has the name, so that the answer is that. */
const REGIONS = ['us-east-1', 'eu-west-1', 'eu-west-3', 'eu-central-1']

function placeOf(world: WorldReader, principal: Principal, git: GitRequest): Scope {
	const [first] = candidates(world, principal, git)
	return first ?? { account: principal.account, region: 'us-east-1' }
}

function sameText(one: string, other: string): boolean {
	const digests = [one, other].map((text) => createHash('sha256').update(text).digest())
	return timingSafeEqual(digests[0] ?? Buffer.alloc(32), digests[1] ?? Buffer.alloc(32))
}
