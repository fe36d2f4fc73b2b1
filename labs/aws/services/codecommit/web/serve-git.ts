import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { AwsError } from '../../../aws-error.ts'
import { QuotaExceeded } from '../../../identity/denials.ts'
import type { HttpResponse, ParsedRequest } from '../../../wire/protocols/message.ts'
import { repositoryAccess } from '../arns.ts'
import { type Repository, repositories } from '../collections.ts'
import { GitError } from '../git/git-error.ts'
import { FLUSH, packet } from '../git/pkt-line.ts'
import { ObjectStore } from '../store/object-store.ts'
import type { GitPushInput, GitPushOutput } from '../transport/git-push.ts'
import { advertisement } from './advertise.ts'
import { gitAnswer, gitRefusal } from './answers.ts'
import { answerFetch } from './fetch-v0.ts'
import { answerCommand } from './fetch-v2.ts'
import type { GitCaller } from './git-caller.ts'
import { answerPush } from './receive-pack.ts'
import { refsOf } from './refs.ts'
import type { GitRequest } from './repository-address.ts'

/** Largest push, in bytes; and a fetch's questions, unfolded. */
export const PUSH_BYTES = 64 * 1024 * 1024
const QUESTION_BYTES = 8 * 1024 * 1024

const unzip = promisify(gunzip)

/** Answers a request of somebody who is known, in git's own way. */
export async function serveGit(
	caller: GitCaller,
	request: ParsedRequest,
	git: GitRequest,
	requestId: string,
): Promise<HttpResponse> {
	if (request.body.byteLength > PUSH_BYTES) {
		return gitRefusal(413, `A push may have at most ${PUSH_BYTES} bytes.`)
	}
	try {
		return await serve(caller, request, git, requestId)
	} catch (error) {
		if (error instanceof GitError) return toldInBand(git, error.message)
		if (!(error instanceof AwsError)) throw error
		if (error.code === 'RepositoryDoesNotExistException') return gitRefusal(404, error.message)
		return gitRefusal(403, error.message)
	}
}

async function serve(
	caller: GitCaller,
	request: ParsedRequest,
	git: GitRequest,
	requestId: string,
): Promise<HttpResponse> {
	const { sandbox, principal, scope } = caller
	const { name: repositoryName, service } = git
	const pulls = service === 'git-upload-pack'
	const userAgent = request.headers['user-agent']
	const about = { principal, scope, service: 'codecommit', requestId, ...(userAgent && { userAgent }) }
	if (git.advertise) {
		const operation = pulls ? 'GitPull' : 'GitPush'
		await sandbox.call({ ...about, operation, input: { repositoryName } })
		const { world, repository, objects } = find(caller, git)
		const version = versionOf(request)
		const body = await advertisement(world, scope, repository, objects, service, version)
		return gitAnswer(`application/x-${service}-advertisement`, body)
	}
	assertAllowed(caller, git)
	const { world, repository, objects } = find(caller, git)
	const body = await unfolded(request, pulls ? QUESTION_BYTES : PUSH_BYTES)
	const type = `application/x-${service}-result`
	if (!pulls) {
		const push = (input: GitPushInput) =>
			pushed(() => sandbox.call({ ...about, operation: 'GitPush', input: { repositoryName, ...input } }))
		return gitAnswer(type, await answerPush(objects, body, push))
	}
	if (versionOf(request) !== 2) return gitAnswer(type, await answerFetch(objects, body))
	const { defaultBranch } = repository
	const refs = refsOf(world, scope, repository)
	const asked = { objects, refs, ...(defaultBranch !== undefined && { defaultBranch }) }
	return gitAnswer(type, await answerCommand(asked, body))
}

/** What a push came to. One that the world has no room for is told to git, which shows its user why. */
async function pushed(call: () => Promise<unknown>): Promise<GitPushOutput> {
	try {
		return (await call()) as GitPushOutput
	} catch (error) {
		throw error instanceof QuotaExceeded ? new GitError(error.message) : error
	}
}

/** The repository in the settled world: what is read is one moment of it. */
function find({ sandbox, scope }: GitCaller, { name }: GitRequest) {
	const { world, blobs } = sandbox
	const repository: Readonly<Repository> | undefined = world.get(repositories, scope, name)
	if (!repository) throw new AwsError('RepositoryDoesNotExistException', `${name} does not exist`)
	return { world, repository, objects: new ObjectStore({ world, blobs }, scope, repository) }
}

/** Asks IAM before any work is done; the first request of the exchange is the one that the journal keeps. */
function assertAllowed({ sandbox, principal, scope }: GitCaller, { name, service }: GitRequest): void {
	const { world, host } = sandbox
	const action = service === 'git-upload-pack' ? 'GitPull' : 'GitPush'
	const access = repositoryAccess({ world, scope }, action, name)
	const context = { 'aws:RequestedRegion': scope.region, ...access.context }
	if (host.authorize(world, principal, { ...access, context }, sandbox.now()).allowed) return
	throw new AwsError('AccessDeniedException', `codecommit:${action} is not allowed on ${access.resource}`)
}

/** The version of the protocol that a client would have; 0 unless it says. */
function versionOf({ headers }: ParsedRequest): number {
	const [, version = '0'] = /(?:^|:)version=(\d)/.exec(headers['git-protocol'] ?? '') ?? []
	return Number(version)
}

/** The body, unzipped where git zipped it. Throws GitError when that is too much, or no zip. */
async function unfolded({ headers, body }: ParsedRequest, most: number): Promise<Uint8Array> {
	if (!/^(x-)?gzip$/.test(headers['content-encoding'] ?? '')) return body
	try {
		return await unzip(body, { maxOutputLength: most })
	} catch {
		throw new GitError('the request is damaged, or unfolds to too much')
	}
}

/** An error that git shows its user: a line that begins with ERR. */
function toldInBand({ service }: GitRequest, message: string): HttpResponse {
	const body = Buffer.concat([packet(Buffer.from(`ERR ${message}\n`)), FLUSH])
	return gitAnswer(`application/x-${service}-result`, body)
}
