import type {
	DeleteSSHPublicKeyRequest,
	GetSSHPublicKeyRequest,
	ListSSHPublicKeysRequest,
	UpdateSSHPublicKeyRequest,
	UploadSSHPublicKeyRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import { type Call, type Operation, operation } from '../../../service.ts'
import { iamScope, type SshKey, sshKeys, type User } from '../collections.ts'
import { requireUser } from '../find.ts'
import { limitExceeded, noSuchEntity, requireSwitch } from '../iam-error.ts'
import { pageOf } from '../pages.ts'
import { ownAccess } from './holders.ts'
import { fingerprintOf, readSshPublicKey, toPem, toSsh } from './ssh-public-key.ts'
import { ownName } from './users.ts'

// Keys that git signs in to CodeCommit with: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_ssh-keys.html

const PER_USER = 5

interface ByUser {
	UserName?: string
}

function userOf(call: Call, { UserName }: ByUser): Readonly<User> {
	return requireUser(call.world, call.scope.account, ownName(call, UserName))
}

function keysOf({ world, scope }: Call, { userId }: Readonly<User>): Array<Readonly<SshKey>> {
	return world.list(sshKeys, iamScope(scope.account)).filter((key) => key.userId === userId)
}

function requireKey(call: Call, input: ByUser & { SSHPublicKeyId?: string }) {
	const { SSHPublicKeyId: id = '' } = input
	const user = userOf(call, input)
	const key = call.world.get(sshKeys, iamScope(call.scope.account), id)
	if (key?.userId !== user.userId) throw noSuchEntity(`The Public Key with id ${id} cannot be found.`)
	return { user, key }
}

function keep(call: Call, key: SshKey): SshKey {
	return call.world.put(sshKeys, iamScope(call.scope.account), key.id, key)
}

function metadataOf({ userName }: Readonly<User>, { id, status, uploadedAt }: Readonly<SshKey>) {
	return { UserName: userName, SSHPublicKeyId: id, Status: status, UploadDate: new Date(uploadedAt) }
}

function whole(user: Readonly<User>, key: Readonly<SshKey>, body: string) {
	return { ...metadataOf(user, key), Fingerprint: key.fingerprint, SSHPublicKeyBody: body }
}

function requireReadable(body: string) {
	const key = readSshPublicKey(body)
	if (key) return key
	// The wording is ours.
	const message = 'The public key is not an RSA key of at least 2048 bits in ssh-rsa or PEM format.'
	throw new AwsError('InvalidPublicKey', message, 400)
}

const uploadKey = operation<UploadSSHPublicKeyRequest, object>({
	access: ownAccess('UploadSSHPublicKey'),
	run({ SSHPublicKeyBody = '', ...input }, call) {
		const user = userOf(call, input)
		const fingerprint = fingerprintOf(requireReadable(SSHPublicKeyBody))
		const others = keysOf(call, user)
		if (others.some((key) => key.fingerprint === fingerprint)) {
			// The wording is ours.
			const message = `The SSH public key is already associated with the user ${user.userName}.`
			throw new AwsError('DuplicateSSHPublicKey', message, 400)
		}
		if (others.length >= PER_USER) throw limitExceeded(`SSHPublicKeysPerUser: ${PER_USER}`)
		const key = keep(call, {
			id: call.ids.iam('APKA').slice(0, 20),
			userId: user.userId,
			body: SSHPublicKeyBody,
			fingerprint,
			status: 'Active',
			uploadedAt: call.now,
		})
		return { SSHPublicKey: whole(user, key, key.body) }
	},
})

const getKey = operation<GetSSHPublicKeyRequest, object>({
	access: ownAccess('GetSSHPublicKey'),
	run({ Encoding, ...input }, call) {
		const { user, key } = requireKey(call, input)
		const read = requireReadable(key.body)
		return { SSHPublicKey: whole(user, key, Encoding === 'PEM' ? toPem(read) : toSsh(read)) }
	},
})

const listKeys = operation<ListSSHPublicKeysRequest, object>({
	access: ownAccess('ListSSHPublicKeys'),
	run({ Marker, MaxItems, ...input }, call) {
		const user = userOf(call, input)
		const { items, ...page } = pageOf(keysOf(call, user), { Marker, MaxItems })
		return { SSHPublicKeys: items.map((key) => metadataOf(user, key)), ...page }
	},
})

const updateKey = operation<UpdateSSHPublicKeyRequest, void>({
	access: ownAccess('UpdateSSHPublicKey'),
	run({ Status, ...input }, call) {
		const { key } = requireKey(call, input)
		keep(call, { ...key, status: requireSwitch(Status) })
	},
})

const deleteKey = operation<DeleteSSHPublicKeyRequest, void>({
	access: ownAccess('DeleteSSHPublicKey'),
	run(input, call) {
		const { key } = requireKey(call, input)
		call.world.delete(sshKeys, iamScope(call.scope.account), key.id)
	},
})

/** Every operation on users' SSH public keys. */
export const sshPublicKeyOperations: Record<string, Operation> = {
	DeleteSSHPublicKey: deleteKey,
	GetSSHPublicKey: getKey,
	ListSSHPublicKeys: listKeys,
	UpdateSSHPublicKey: updateKey,
	UploadSSHPublicKey: uploadKey,
}
