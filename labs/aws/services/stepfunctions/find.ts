import { formatArn, parseArn } from '../../arn.ts'
import type { Access } from '../../identity/access.ts'
import type { Call } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { resourceTagContext } from '../iam/access.ts'
import { type Execution, executions, machines, type StateMachine } from './collections.ts'
import { executionMissing, invalidArn, machineMissing } from './stepfunctions-error.ts'

export function machineArn({ account, region }: Scope, name: string): string {
	return formatArn({ service: 'states', account, region, resource: `stateMachine:${name}` })
}

/** The ARN of a run; an express one has another kind, and an id of its own. */
export function executionArn(
	{ account, region }: Scope,
	machine: string,
	name: string,
	express?: string,
): string {
	const resource =
		express === undefined ? `execution:${machine}:${name}` : `express:${machine}:${name}:${express}`
	return formatArn({ service: 'states', account, region, resource })
}

/** A machine of the caller's account and Region. Throws InvalidArn or StateMachineDoesNotExist. */
export function requireMachine(call: Call, arn = ''): Readonly<StateMachine> {
	const { service, account, region, resource } = parseArn(arn) ?? {}
	const [kind, name = ''] = resource?.split(':') ?? []
	if (service !== 'states' || kind !== 'stateMachine') throw invalidArn(arn)
	const isHere = account === call.scope.account && region === call.scope.region
	const found = isHere ? call.world.get(machines, call.scope, name) : undefined
	if (!found) throw machineMissing(arn)
	return found
}

/** A run of the caller's account and Region. Throws InvalidArn or ExecutionDoesNotExist. */
export function requireExecution(call: Call, arn = ''): Readonly<Execution> {
	const { service, account, region, resource } = parseArn(arn) ?? {}
	const [kind, machine = '', name = ''] = resource?.split(':') ?? []
	if (service !== 'states' || (kind !== 'execution' && kind !== 'express')) throw invalidArn(arn)
	const isHere = account === call.scope.account && region === call.scope.region
	const found = isHere ? call.world.get(executions, call.scope, `${machine}/${name}`) : undefined
	if (!found || found.arn !== arn) throw executionMissing(arn)
	return found
}

/** The access of an operation on the machine that its input names. */
export function onMachine(action: string) {
	return ({ stateMachineArn = '' }: { stateMachineArn?: string }, call: Call): Access => ({
		action: `states:${action}`,
		resource: stateMachineArn,
		context: tagsOf(call, stateMachineArn),
	})
}

/** The access of an operation on the run that its input names. */
export function onExecution(action: string) {
	return ({ executionArn: arn = '' }: { executionArn?: string }): Access => ({
		action: `states:${action}`,
		resource: arn,
	})
}

function tagsOf(call: Call, arn: string) {
	const name = parseArn(arn)?.resource.split(':')[1] ?? ''
	return resourceTagContext(call.world.get(machines, call.scope, name)?.tags ?? {})
}
