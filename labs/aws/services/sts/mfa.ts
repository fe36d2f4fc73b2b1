import { AwsError } from '../../aws-error.ts'

/** Refuses what names a second factor: no such device is emulated. */
export function refuseMfa({ SerialNumber, TokenCode }: { SerialNumber?: string; TokenCode?: string }): void {
	if (SerialNumber === undefined && TokenCode === undefined) return
	throw new AwsError('NotImplemented', 'MFA devices are not emulated.', 501)
}
