import type { Gate } from '../../../identity/gate.ts'
import type { Face } from '../../../wire/face.ts'
import type { ParsedRequest } from '../../../wire/protocols/message.ts'
import { askWho, gitRefusal } from './answers.ts'
import { basicCredentials, gitCaller } from './git-caller.ts'
import { type GitRequest, gitRequest } from './repository-address.ts'
import { PUSH_BYTES, serveGit } from './serve-git.ts'

/** Git over HTTP: `/v1/repos/<name>`, as the addresses of repositories say. */
export const codecommitFace: Face = {
	visit(request) {
		const git = gitRequest(request)
		return git && ((gate, requestId) => answerGit(gate, request, git, requestId))
	},
	visitBytes: PUSH_BYTES,
	/** A push is read only from somebody who is known. */
	async refuseVisit(gate, request) {
		const git = gitRequest(request)
		if (!git) return
		if (!basicCredentials(request)) return askWho()
		return (await gitCaller(gate, request, git)) ? undefined : unknown()
	},
}

async function answerGit(gate: Gate, request: ParsedRequest, git: GitRequest, requestId: string) {
	if (!basicCredentials(request)) return askWho()
	const caller = await gitCaller(gate, request, git)
	return caller ? serveGit(caller, request, git, requestId) : unknown()
}

/** Bad credentials are final, too: AWS answers them with 403. */
function unknown() {
	return gitRefusal(403, 'The credentials of this request are not valid, or have expired.')
}
