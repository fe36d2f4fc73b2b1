import { TERMINAL_USER_AGENT } from '../../shell/commands/aws/clients.ts'
import { sdkNames } from '../node/sdk-names.ts'

/** Where a call goes and as whom. */
interface CallSettings {
	endpoint: string
	region: string
	credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
}

type Constructor = new (settings: object) => { send(command: unknown, options: object): Promise<object> }

/** Makes one call with the real SDK; throws the SDK's error. The package and the operation are checked against what there is. */
export async function callAws(
	packageName: string,
	operation: string,
	input: object,
	settings: CallSettings,
	abortSignal: AbortSignal,
): Promise<object> {
	const { client, operations } = sdkNames(packageName)
	if (!operations.includes(operation)) throw new TypeError(`${operation}Command is not a constructor`)
	const sdk = (await import(packageName)) as Record<string, Constructor>
	const [Client, Command] = [sdk[client], sdk[`${operation}Command`]]
	if (!Client || !Command) throw new TypeError(`${operation}Command is not a constructor`)
	const made = new Client({
		...settings,
		forcePathStyle: true,
		maxAttempts: 1,
		followRegionRedirects: false,
		customUserAgent: TERMINAL_USER_AGENT,
	})
	return made.send(new Command(input), { abortSignal })
}
