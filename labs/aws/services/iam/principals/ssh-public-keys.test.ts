import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { openAccounts, STARTS_AT } from '../account.fixture.ts'
import { fingerprintOf, readSshPublicKey, toSsh } from './ssh-public-key.ts'

const UserName = 'ada'
/** Made by `ssh-keygen -t rsa -b 2048`, with what `ssh-keygen -l -E md5` says of it. */
const KEY =
	'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC1kS206QfSOeOpQyzyJu9K76HLMUbViBGyoQmMTbKwRjaPWBdGL2qsfl3IGy3kLQrtKBfoKNnPCZX3i4X6mXX3Sv1FxD3cU02ksrSGoY9s0bqNVEX6q799iBbHd2Z+fk2sRE1hfjwHbrw1CIVPT/EQgEFh/j4zojXF+gPAdQHBHw++lglRMs7olO2ldqx63ssSLjlKciPDIu5kVkPQQNlEE6Cn+fPc3nOlURuxNHk5GANHp05OG/Pvr/B/i8p3uQ++WVbkD0ZodupkuI98K7IJFgOgBPmh+gzVzePZbR7N+hiUxnA1AchwqCF8nseXifj1buKhxB0axJWfqYTaP8n7'
const FINGERPRINT = '62:30:bd:ed:86:4c:c4:80:b6:c5:7d:1e:4e:1d:ae:cb'

interface Key {
	SSHPublicKeyId: string
	SSHPublicKeyBody: string
}

async function openAda() {
	const opened = await openAccounts()
	await opened.root('CreateUser', { UserName })
	const upload = (SSHPublicKeyBody: string) =>
		opened.root('UploadSSHPublicKey', { UserName, SSHPublicKeyBody })
	return { ...opened, upload }
}

function newPem(type: 'rsa' | 'ed25519' = 'rsa', modulusLength = 2048): string {
	const { publicKey } =
		type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength }) : generateKeyPairSync('ed25519')
	return publicKey.export({ type: 'spki', format: 'pem' }).toString()
}

test('a key is uploaded as SSH writes it, and given back so or as PEM', async () => {
	const { root, upload } = await openAda()
	const { SSHPublicKey } = await upload(`${KEY} ada@poste`)
	const { SSHPublicKeyId } = SSHPublicKey as Key
	const metadata = { UserName, SSHPublicKeyId, Status: 'Active', UploadDate: new Date(STARTS_AT) }
	expect(SSHPublicKeyId).toMatch(/^APKA[A-Z2-7]{16}$/)
	expect(SSHPublicKey).toEqual({
		...metadata,
		Fingerprint: FINGERPRINT,
		SSHPublicKeyBody: `${KEY} ada@poste`,
	})
	expect(await root('ListSSHPublicKeys', { UserName })).toEqual({
		SSHPublicKeys: [metadata],
		IsTruncated: false,
	})
	const get = async (Encoding: string) =>
		(await root('GetSSHPublicKey', { UserName, SSHPublicKeyId, Encoding })).SSHPublicKey as Key
	expect((await get('SSH')).SSHPublicKeyBody).toBe(KEY)
	const pem = (await get('PEM')).SSHPublicKeyBody
	expect(pem).toMatch(/^-----BEGIN PUBLIC KEY-----\n/)
	const read = readSshPublicKey(pem)
	expect(read && [toSsh(read), fingerprintOf(read)]).toEqual([KEY, FINGERPRINT])
})

test('a key is switched off and deleted, and not uploaded twice', async () => {
	const { root, upload } = await openAda()
	const { SSHPublicKeyId } = (await upload(KEY)).SSHPublicKey as Key
	expect(await upload(`${KEY} encore`)).toMatchObject({ code: 'DuplicateSSHPublicKey', status: 400 })
	await root('UpdateSSHPublicKey', { UserName, SSHPublicKeyId, Status: 'Inactive' })
	expect(await root('ListSSHPublicKeys', { UserName })).toMatchObject({
		SSHPublicKeys: [{ Status: 'Inactive' }],
	})
	expect(await root('DeleteUser', { UserName })).toMatchObject({ code: 'DeleteConflict' })
	await root('DeleteSSHPublicKey', { UserName, SSHPublicKeyId })
	expect(await root('DeleteSSHPublicKey', { UserName, SSHPublicKeyId })).toEqual({
		code: 'NoSuchEntity',
		message: `The Public Key with id ${SSHPublicKeyId} cannot be found.`,
		status: 404,
	})
})

test('what is no RSA key, or too short a one, is refused, and so is a sixth', async () => {
	const { upload } = await openAda()
	const broken = [
		KEY.slice(0, -8),
		'ssh-rsa AAAA',
		'ssh-ed25519 AAAAC3Nz',
		newPem('ed25519'),
		newPem('rsa', 1024),
		'x',
	]
	for (const body of broken)
		expect(await upload(body)).toMatchObject({ code: 'InvalidPublicKey', status: 400 })
	for (let count = 0; count < 5; count++) expect(await upload(newPem())).toHaveProperty('SSHPublicKey')
	expect(await upload(KEY)).toEqual({
		code: 'LimitExceeded',
		message: 'Cannot exceed quota for SSHPublicKeysPerUser: 5',
		status: 409,
	})
})
