import type { Principal } from '../../../identity/principal.ts'
import type { Call } from '../../../service.ts'
import { refuse } from '../codecommit-error.ts'
import type { Signature } from '../git/commits.ts'

// https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html
const MESSAGE_BYTES_AT_MOST = 256 * 1024
const NAME_AT_MOST = 2_000

/** Who makes a commit through the API; a name and an address are the caller's to give. */
export function authorOf(call: Pick<Call, 'principal' | 'now'>, name?: string, email?: string): Signature {
	if ((name?.length ?? 0) > NAME_AT_MOST) throw refuse('NameLengthExceededException')
	if (email !== undefined && !/^[^\s<>@]{1,255}(@[^\s<>@]{1,255})?$/.test(email))
		throw refuse('InvalidEmailException')
	const seconds = Math.floor(call.now / 1000)
	return { name: clean(name ?? callerName(call.principal)), email: email ?? '', seconds, zone: '+0000' }
}

/** A name on one line, without what ends it in a commit. */
function clean(name: string): string {
	return name.replace(/[<>\p{Cc}]/gu, '').trim()
}

/** The IAM user's name, or the name of the session. */
export function callerName(principal: Principal): string {
	if (principal.type === 'user') return principal.userName
	if (principal.type === 'role') return principal.sessionName
	if (principal.type === 'federated') return principal.name
	return principal.type === 'root' ? 'root' : principal.arn
}

/** A message as it was given, or one of ours. Throws CommitMessageLengthExceededException. */
export function messageOf(given: string | undefined, otherwise: string): string {
	const message = given ?? otherwise
	if (Buffer.byteLength(message) > MESSAGE_BYTES_AT_MOST) throw refuse('CommitMessageLengthExceededException')
	return message
}
