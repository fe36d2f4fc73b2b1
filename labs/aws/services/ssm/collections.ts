import { collection } from '../../world/world.ts'

export type ParameterType = 'String' | 'StringList' | 'SecureString'

/** One version of a parameter. Dates are virtual epoch milliseconds. */
export interface ParameterVersion {
	version: number
	type: ParameterType
	/** Of a SecureString: what KMS sealed, base64. */
	value: string
	keyId?: string
	description?: string
	allowedPattern?: string
	tier: 'Standard' | 'Advanced'
	dataType: string
	modifiedAt: number
	/** ARN of who wrote it. */
	modifiedBy: string
	labels: ReadonlyArray<string>
}

export interface Parameter {
	name: string
	tags: Readonly<Record<string, string>>
	/** The oldest first; the last is the current one. */
	versions: ReadonlyArray<ParameterVersion>
}

/** Id: the parameter's name. */
export const parameters = collection<Parameter>('ssm', 'parameters')
