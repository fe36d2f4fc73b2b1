import { AwsError } from '../../../aws-error.ts'
import type { Call } from '../../../service.ts'
import { iamScope, type MfaDevice, mfaDevices, type User } from '../collections.ts'
import { stepOfCodes } from './totp.ts'

/** The device of a serial number in the caller's account. */
export function findDevice(call: Call, serialNumber: string): Readonly<MfaDevice> | undefined {
	return call.world.get(mfaDevices, iamScope(call.scope.account), serialNumber)
}

/** The devices that a user has. */
export function devicesOf(
	{ world, scope }: Call,
	{ userId }: Pick<User, 'userId'>,
): Array<Readonly<MfaDevice>> {
	return world.list(mfaDevices, iamScope(scope.account)).filter(({ holder }) => holder?.userId === userId)
}

export function keepDevice(call: Call, device: MfaDevice): void {
	call.world.put(mfaDevices, iamScope(call.scope.account), device.serialNumber, device)
}

/** Takes codes that a device shows one after the other, each once. Throws AwsError when they are not its own. */
export function takeCodes(call: Call, device: Readonly<MfaDevice>, codes: ReadonlyArray<string>): MfaDevice {
	const seed = Buffer.from(device.seed, 'base64')
	const step = stepOfCodes(seed, codes, call.now, device.lastStep)
	if (step === undefined)
		throw new AwsError('InvalidAuthenticationCode', 'Authentication code for device is not valid.', 403)
	return { ...device, lastStep: step }
}
