import type {
	CreateVirtualMFADeviceRequest,
	DeactivateMFADeviceRequest,
	EnableMFADeviceRequest,
	GetMFADeviceRequest,
	ListMFADevicesRequest,
	ListVirtualMFADevicesRequest,
} from '@aws-sdk/client-iam'
import type { Access } from '../../../identity/access.ts'
import { type Call, type Operation, operation } from '../../../service.ts'
import { iamAccess, iamArn, resourceTagContext } from '../access.ts'
import { iamScope, type MfaDevice, mfaDevices, type User, users } from '../collections.ts'
import { requireUser } from '../find.ts'
import {
	deleteConflict,
	entityAlreadyExists,
	limitExceeded,
	noSuchEntity,
	validationError,
} from '../iam-error.ts'
import { pageOf } from '../pages.ts'
import { ownAccess } from '../principals/holders.ts'
import { describeUser, ownName } from '../principals/users.ts'
import { tagOperations } from '../tag-operations.ts'
import { listTags, readTags, tagContext } from '../tags.ts'
import { devicesOf, findDevice, keepDevice, takeCodes } from './devices.ts'
import { qrCodePng } from './qr-code.ts'

// Virtual devices: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_virtual.html

/** Devices that a user may have. */
const PER_USER = 8
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

interface BySerial {
	SerialNumber?: string
}

function deviceAccess(
	call: Call,
	action: string,
	{ SerialNumber = '' }: BySerial,
	context: Access['context'] = {},
): Access {
	const tags = resourceTagContext(findDevice(call, SerialNumber)?.tags ?? {})
	return iamAccess(call, action, SerialNumber, { ...tags, ...context })
}

function requireDevice(call: Call, { SerialNumber = '' }: BySerial): Readonly<MfaDevice> {
	const device = findDevice(call, SerialNumber)
	if (device) return device
	throw noSuchEntity(`VirtualMFADevice with serial number ${SerialNumber} doesn't exist.`)
}

/** The device that a user has under a serial number. */
function requireHeld(call: Call, { userId, userName }: Readonly<User>, { SerialNumber = '' }: BySerial) {
	const device = findDevice(call, SerialNumber)
	if (device?.holder?.userId === userId) return device
	// The wording is ours.
	throw noSuchEntity(
		`MFA Device with serial number ${SerialNumber} is not associated with the user ${userName}.`,
	)
}

function toBase32(bytes: Uint8Array): string {
	const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
	return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join('')
}

const createDevice = operation<CreateVirtualMFADeviceRequest, object>({
	access: ({ Path = '/', VirtualMFADeviceName, Tags }, call) =>
		iamAccess(
			call,
			'CreateVirtualMFADevice',
			iamArn(call, `mfa${Path}${VirtualMFADeviceName}`),
			tagContext(Tags),
		),
	run({ Path = '/', VirtualMFADeviceName: name = '', Tags }, call) {
		// The model gives it no length. The wording is ours.
		if (name.length > NAME_AT_MOST)
			throw validationError(`The name of a virtual MFA device has ${NAME_AT_MOST} characters at the most.`)
		const serialNumber = iamArn(call, `mfa${Path}${name}`)
		if (findDevice(call, serialNumber))
			throw entityAlreadyExists('MFADevice entity at the same path and name already exists.')
		// 40 bytes make 64 characters, as AWS's seeds have.
		const seed = Buffer.from(`${call.ids.hex(64)}${call.ids.hex(16)}`, 'hex')
		const tags = readTags(Tags)
		keepDevice(call, { serialNumber, seed: seed.toString('base64'), tags })
		const secret = toBase32(seed)
		const label = `${encodeURIComponent(name)}@${call.scope.account}`
		return {
			VirtualMFADevice: {
				SerialNumber: serialNumber,
				Base32StringSeed: Buffer.from(secret),
				QRCodePNG: qrCodePng(
					`otpauth://totp/Amazon%20Web%20Services:${label}?secret=${secret}&issuer=Amazon%20Web%20Services`,
				),
				...(Tags && { Tags: listTags(tags) }),
			},
		}
	},
})

const deleteDevice = operation<BySerial, void>({
	access: (input, call) => deviceAccess(call, 'DeleteVirtualMFADevice', input),
	run(input, call) {
		const { serialNumber, holder } = requireDevice(call, input)
		if (holder) throw deleteConflict('MFA VirtualDevice in use. Must deactivate first.')
		call.world.delete(mfaDevices, iamScope(call.scope.account), serialNumber)
	},
})

const enableDevice = operation<EnableMFADeviceRequest, void>({
	access: ownAccess('EnableMFADevice'),
	run(input, call) {
		const { UserName, AuthenticationCode1 = '', AuthenticationCode2 = '' } = input
		const { userId, userName } = requireUser(call.world, call.scope.account, UserName ?? '')
		const device = requireDevice(call, input)
		// The wording is ours.
		if (device.holder) throw entityAlreadyExists(`MFA Device is already in use: ${device.serialNumber}.`)
		if (devicesOf(call, { userId }).length >= PER_USER)
			throw limitExceeded(`MFADevicesPerUser: ${PER_USER} for the user ${userName}`)
		const taken = takeCodes(call, device, [AuthenticationCode1, AuthenticationCode2])
		keepDevice(call, { ...taken, holder: { userId, enabledAt: call.now } })
	},
})

const resyncDevice = operation<EnableMFADeviceRequest, void>({
	access: ownAccess('ResyncMFADevice'),
	run(input, call) {
		const { UserName = '', AuthenticationCode1 = '', AuthenticationCode2 = '' } = input
		const user = requireUser(call.world, call.scope.account, UserName)
		const device = requireHeld(call, user, input)
		keepDevice(call, takeCodes(call, device, [AuthenticationCode1, AuthenticationCode2]))
	},
})

const deactivateDevice = operation<DeactivateMFADeviceRequest, void>({
	access: ownAccess('DeactivateMFADevice'),
	run(input, call) {
		const user = requireUser(call.world, call.scope.account, ownName(call, input.UserName))
		const { holder: _, ...device } = requireHeld(call, user, input)
		keepDevice(call, device)
	},
})

const getDevice = operation<GetMFADeviceRequest, object>({
	access: (input, call) => deviceAccess(call, 'GetMFADevice', input),
	run(input, call) {
		const user = requireUser(call.world, call.scope.account, ownName(call, input.UserName))
		const { serialNumber, holder } = requireHeld(call, user, input)
		const EnableDate = holder && new Date(holder.enabledAt)
		return { UserName: user.userName, SerialNumber: serialNumber, EnableDate }
	},
})

const listDevices = operation<ListMFADevicesRequest, object>({
	access: ownAccess('ListMFADevices'),
	run({ UserName, ...asked }, call) {
		const user = requireUser(call.world, call.scope.account, ownName(call, UserName))
		const { items, ...page } = pageOf(devicesOf(call, user), asked)
		const MFADevices = items.map(({ serialNumber, holder }) => ({
			UserName: user.userName,
			SerialNumber: serialNumber,
			EnableDate: holder && new Date(holder.enabledAt),
		}))
		return { MFADevices, ...page }
	},
})

const listVirtualDevices = operation<ListVirtualMFADevicesRequest, object>({
	access: (_, call) => iamAccess(call, 'ListVirtualMFADevices', iamArn(call, 'mfa/*')),
	run({ AssignmentStatus = 'Any', ...asked }, call) {
		const here = iamScope(call.scope.account)
		const all = call.world
			.list(mfaDevices, here)
			.filter(({ holder }) => AssignmentStatus === 'Any' || (AssignmentStatus === 'Assigned') === !!holder)
		const byId = new Map(call.world.list(users, here).map((user) => [user.userId, user]))
		const { items, ...page } = pageOf(all, asked)
		const VirtualMFADevices = items.map(({ serialNumber, holder }) => {
			const user = holder && byId.get(holder.userId)
			return {
				SerialNumber: serialNumber,
				...(holder && { EnableDate: new Date(holder.enabledAt) }),
				...(user && { User: describeUser(user) }),
			}
		})
		return { VirtualMFADevices, ...page }
	},
})

/** Every operation on devices of a second factor; those that are not virtual are not emulated. */
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const NAME_AT_MOST = 226

export const mfaOperations: Record<string, Operation> = {
	CreateVirtualMFADevice: createDevice,
	DeactivateMFADevice: deactivateDevice,
	DeleteVirtualMFADevice: deleteDevice,
	EnableMFADevice: enableDevice,
	GetMFADevice: getDevice,
	ListMFADevices: listDevices,
	ListVirtualMFADevices: listVirtualDevices,
	ResyncMFADevice: resyncDevice,
	...tagOperations<BySerial, MfaDevice>({
		noun: 'MFADevice',
		access: deviceAccess,
		require: requireDevice,
		keep: keepDevice,
	}),
}
