import { createAccount, rootOf } from './aws/identity/credentials.ts'
import { WORLD_SCOPE } from './aws/world/kernel.ts'
import type { Sandbox } from './aws/world/sandbox.ts'
import type { LabPlace } from './checks/context.ts'
import { passTime } from './pass-time.ts'

/** What a start state is laid out with. */
export interface LabSetup extends LabPlace {
	/** Makes one call as the account's root; throws AwsError when it is refused. */
	call<Output = unknown>(service: string, operation: string, input: object): Promise<Output>
	/** Adds the lab's account to the world. */
	openAccount(): Promise<void>
	/** Lets virtual milliseconds pass; what falls due meanwhile happens. */
	pass(milliseconds: number): Promise<void>
}

/** Calls go straight to the operations: a start state needs no key and leaves none behind. */
export function createLabSetup(place: LabPlace, sandbox: Sandbox): LabSetup {
	const { account, region } = place
	return {
		account,
		region,
		async call<Output>(service: string, operation: string, input: object) {
			const principal = rootOf(account)
			const request = { principal, scope: { account, region }, service, operation, input }
			return (await sandbox.call(request)) as Output
		},
		openAccount: () =>
			sandbox.arrange('OpenAccount', (call) => void createAccount(call, { account }), WORLD_SCOPE),
		pass: (milliseconds) => passTime(sandbox, milliseconds),
	}
}
