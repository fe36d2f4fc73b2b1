import { AwsError } from '../../aws-error.ts'
import type { Call } from '../../service.ts'
import { findDevice, keepDevice, takeCodes } from '../iam/mfa/devices.ts'

// AWS's words, seen in many terminals: https://github.com/aws/aws-cli/issues/2985

/**
 * Takes the second factor that a call names. Answers its moment in virtual time, or undefined when the call names
 * none. Throws AwsError when it is not the caller's, or the code is not of now.
 */
export function takeSecondFactor(
	call: Call,
	{ SerialNumber, TokenCode }: { SerialNumber?: string; TokenCode?: string },
): number | undefined {
	if (SerialNumber === undefined && TokenCode === undefined) return
	if (SerialNumber === undefined || TokenCode === undefined)
		throw failed(', must provide both MFA serial number and one time pass code. ')
	const { principal } = call
	const device = findDevice(call, SerialNumber)
	if (principal.type !== 'user' || device?.holder?.userId !== principal.userId) {
		throw failed(
			', unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
		)
	}
	try {
		keepDevice(call, takeCodes(call, device, [TokenCode]))
	} catch (error) {
		if (error instanceof AwsError) throw failed(' with invalid MFA one time pass code. ')
		throw error
	}
	return call.now
}

function failed(how: string): AwsError {
	return new AwsError('AccessDenied', `MultiFactorAuthentication failed${how}`, 403)
}
