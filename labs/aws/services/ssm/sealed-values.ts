import { AwsError } from '../../aws-error.ts'
import { through } from '../../identity/principal.ts'
import type { Call } from '../../service.ts'
import type { ParameterVersion } from './collections.ts'

// SecureString: KMS is asked in the caller's name, with the parameter's ARN as context:
// https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html

/** What KMS makes of a value, base64. Throws AwsError. */
export async function sealValue(call: Call, arn: string, KeyId: string, value: string): Promise<string> {
	const { CiphertextBlob } = await askKms<{ CiphertextBlob: Uint8Array }>(call, 'Encrypt', {
		KeyId,
		Plaintext: Buffer.from(value, 'utf8'),
		EncryptionContext: { PARAMETER_ARN: arn },
	})
	return Buffer.from(CiphertextBlob).toString('base64')
}

/** A version's value as it is answered: a SecureString stays sealed unless it is to be opened. */
export async function readableValue(
	call: Call,
	arn: string,
	{ type, value }: Readonly<ParameterVersion>,
	withDecryption = false,
): Promise<string> {
	if (type !== 'SecureString' || !withDecryption) return value
	const { Plaintext } = await askKms<{ Plaintext: Uint8Array }>(call, 'Decrypt', {
		CiphertextBlob: Buffer.from(value, 'base64'),
		EncryptionContext: { PARAMETER_ARN: arn },
	})
	return Buffer.from(Plaintext).toString('utf8')
}

async function askKms<Output>(call: Call, operation: string, input: object): Promise<Output> {
	try {
		return await call.invoke<Output>(through(call.principal, 'ssm'), 'kms', operation, input)
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		if (error.code === 'AccessDeniedException')
			throw new AwsError(
				'AccessDeniedException',
				`The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access. (${error.message})`,
			)
		throw new AwsError('InvalidKeyId', error.message)
	}
}
