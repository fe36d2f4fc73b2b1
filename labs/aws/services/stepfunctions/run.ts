import { AwsError } from '../../aws-error.ts'
import type { Call } from '../../service.ts'
import type { Json } from '../../world/json.ts'
import { Pacer } from '../../world/pacer.ts'
import { assumeServiceRole, RoleNotAssumable } from '../sts/service-roles.ts'
import { holds } from './asl/choices.ts'
import type { StateNode, StatesNode } from './asl/definition.ts'
import { require, type Sources, select, withValue } from './asl/paths.ts'
import { runtimeError, StatesError } from './asl/states-error.ts'
import { assertSize, fill } from './asl/templates.ts'
import { awaited, type Execution, eventId, executions, type Flow, history } from './collections.ts'
import { endExecution } from './end.ts'
import { type Ended, integrationOf } from './tasks/integrations.ts'

/** States that one entry moves on; more go on in the next. */
const STATES_AT_ONCE = 100
/** Events of one execution; AWS's limit is 25,000. */
const EVENTS_AT_MOST = 5_000
/** Items of a Map, and branches of a Parallel, that one state splits into. */
const FLOWS_AT_MOST = 100
/** Bytes of all that an execution's flows hold. */
const FLOW_BYTES = 2 * 1024 * 1024
/** Characters of one execution's history; what comes after tells that it is cut short. */
const HISTORY_CHARACTERS = 4 * 1024 * 1024
const STATES = 'states.amazonaws.com'

/** Moves an execution on until each of its flows waits for something, or it has ended. */
export async function drive(call: Call, id: string): Promise<void> {
	const execution = call.world.get(executions, call.scope, id)
	if (execution?.status !== 'RUNNING') return
	await new Run(call, execution).advance()
}

/** Has a flow go on whose time has come. */
export async function wake(call: Call, id: string, flow: string, turn: number): Promise<void> {
	const execution = call.world.get(executions, call.scope, id)
	if (execution?.status === 'RUNNING') await new Run(call, execution).wake(flow, turn)
}

/** Gives a task what it waited for. */
export async function finishTask(call: Call, key: string): Promise<void> {
	const waiting = call.world.get(awaited, call.scope, key)
	call.world.delete(awaited, call.scope, key)
	if (!waiting?.ended) return
	const execution = call.world.get(executions, call.scope, waiting.execution)
	if (execution?.status !== 'RUNNING') return
	const ended = { ...waiting.ended, id: key.slice(key.indexOf('|') + 1) }
	await new Run(call, execution).finishTask(waiting.flow, waiting.turn, ended)
}

/** Ends a task, or an execution, that takes too long. */
export async function timeOut(call: Call, id: string, flow?: string, turn = 0): Promise<void> {
	const execution = call.world.get(executions, call.scope, id)
	if (execution?.status !== 'RUNNING') return
	if (flow === undefined)
		return endExecution(call, execution, { status: 'TIMED_OUT', error: 'States.Timeout' })
	await new Run(call, execution).timeOutTask(flow, turn)
}

class Run {
	readonly #call: Call
	readonly #execution: Readonly<Execution>
	readonly #root: StatesNode
	readonly #flows: Map<string, Flow>
	readonly #input: Json
	readonly #pacer = new Pacer()
	#events: number
	#historySize: number
	#hasEnded = false

	constructor(call: Call, execution: Readonly<Execution>) {
		this.#call = call
		this.#execution = execution
		this.#root = JSON.parse(execution.definition) as StatesNode
		this.#flows = new Map(Object.entries(execution.flows))
		this.#events = execution.events
		this.#historySize = execution.historySize
		this.#input = JSON.parse(execution.input) as Json
	}

	async advance(): Promise<void> {
		for (let states = 0; !this.#hasEnded; states++) {
			const flow = [...this.#flows.values()].find(({ status }) => status === 'ready')
			if (!flow) break
			if (states >= STATES_AT_ONCE) {
				this.#call.schedule(this.#call.now, `drive|${this.#execution.id}`)
				break
			}
			await this.#attempt(flow)
			await this.#pacer.pause()
			if (this.#events > EVENTS_AT_MOST)
				this.#fail(
					new StatesError(
						'States.Runtime',
						`The execution reached the maximum number of history events (${EVENTS_AT_MOST}).`,
					),
				)
		}
		this.#save()
	}

	async wake(id: string, turn: number): Promise<void> {
		const flow = this.#waiting(id, turn)
		if (!flow) return
		this.#put({ ...flow, status: 'ready', isWoken: this.#stateOf(flow).Type === 'Wait' })
		await this.advance()
	}

	async finishTask(id: string, turn: number, ended: Ended): Promise<void> {
		const flow = this.#waiting(id, turn)
		if (!flow) return
		const state = this.#stateOf(flow)
		try {
			const integration = integrationOf(String(state.Resource))
			const result = (await integration.finish?.(this.#call, this.#role(), ended)) ?? null
			this.#finishTask(flow, state, result)
		} catch (error) {
			this.#failTask(flow, state, error)
		}
		await this.advance()
	}

	async timeOutTask(id: string, turn: number): Promise<void> {
		const flow = this.#waiting(id, turn)
		if (!flow) return
		const { isDirect, resourceType, resource } = integrationOf(String(this.#stateOf(flow).Resource))
		if (isDirect) this.#record(flow, 'LambdaFunctionTimedOut', { error: 'States.Timeout' })
		else this.#record(flow, 'TaskTimedOut', { resourceType, resource, error: 'States.Timeout' })
		this.#handle(id, new StatesError('States.Timeout', ''))
		await this.advance()
	}

	async #attempt(flow: Flow): Promise<void> {
		const state = this.#stateOf(flow)
		if (!flow.hasEntered) {
			const type = state.Type === 'Fail' ? 'FailStateEntered' : `${state.Type}StateEntered`
			const input = JSON.stringify(flow.input)
			this.#record(flow, type, { name: flow.state, input, inputDetails: { truncated: false } })
			this.#change(flow.id, { hasEntered: true })
		}
		try {
			await this.#enter(this.#flow(flow.id), state)
		} catch (error) {
			this.#handle(flow.id, statesErrorOf(error))
		}
	}

	async #enter(flow: Flow, state: StateNode): Promise<void> {
		const input = this.#inputOf(flow, state)
		switch (state.Type) {
			case 'Pass':
				return this.#complete(flow, state, state.Result ?? this.#parameters(flow, state, input))
			case 'Choice':
				return this.#choose(flow, state, input)
			case 'Wait':
				return this.#wait(flow, state, input)
			case 'Succeed':
				return this.#exit(flow, state, this.#outputOf(flow, state, input))
			case 'Fail':
				throw this.#failureOf(flow, state, input)
			case 'Parallel':
			case 'Map':
				return this.#split(flow, state, input)
			default:
				return this.#startTask(flow, state, this.#parameters(flow, state, input))
		}
	}

	#choose(flow: Flow, state: StateNode, input: Json): void {
		const sources = { input, context: this.#context(flow) }
		const rules = state.Choices as unknown as ReadonlyArray<Record<string, Json>>
		const next = rules.find((rule) => holds(rule, sources))?.Next ?? state.Default
		if (typeof next !== 'string')
			throw new StatesError(
				'States.NoChoiceMatched',
				'Failed to transition out of the state. The state had no matching choice rule',
			)
		this.#exit(flow, { ...state, Next: next }, this.#outputOf(flow, state, input))
	}

	#wait(flow: Flow, state: StateNode, input: Json): void {
		if (flow.isWoken) return void this.#exit(flow, state, this.#outputOf(flow, state, input))
		const sources = { input, context: this.#context(flow) }
		const seconds =
			state.SecondsPath === undefined ? state.Seconds : require(String(state.SecondsPath), sources)
		const moment =
			state.TimestampPath === undefined ? state.Timestamp : require(String(state.TimestampPath), sources)
		const until = typeof seconds === 'number' ? this.#call.now + seconds * 1000 : Date.parse(String(moment))
		if (!Number.isFinite(until))
			throw runtimeError('The time to wait for is neither a number of seconds nor a timestamp')
		this.#sleep(flow, until)
	}

	/** Starts the branches of a Parallel, or the iterations of a Map. */
	#split(flow: Flow, state: StateNode, input: Json): void {
		const parts =
			state.Type === 'Map' ? this.#iterations(flow, state, input) : this.#branches(flow, state, input)
		if (parts.length > FLOWS_AT_MOST)
			// The limit is ours.
			throw runtimeError(`A state splits into at most ${FLOWS_AT_MOST} here`)
		this.#record(
			flow,
			`${state.Type}StateStarted`,
			state.Type === 'Map' ? { length: parts.length } : undefined,
		)
		const parent = this.#change(flow.id, {
			status: 'split',
			results: parts.map(() => null),
			turn: flow.turn + 1,
		})
		if (parts.length === 0) return void this.#join(parent, state)
		for (const [index, part] of parts.entries()) {
			const node = this.#nodeAt(part.path)
			const child: Flow = {
				...{ id: `${flow.id}.${index}`, path: part.path, state: node.StartAt, input: part.input },
				...{ hasEntered: false, status: 'ready', turn: 0, retries: {}, previousEvent: parent.previousEvent },
				...(part.item && { item: part.item }),
			}
			this.#put(child)
			if (state.Type === 'Map') this.#record(child, 'MapIterationStarted', { name: flow.state, index })
		}
	}

	#branches(flow: Flow, state: StateNode, input: Json) {
		const given = this.#parameters(flow, state, input)
		const branches = state.Branches as ReadonlyArray<Json>
		return branches.map((_, index) => ({
			path: [...flow.path, 'States', flow.state, 'Branches', index],
			input: given,
			item: flow.item,
		}))
	}

	#iterations(flow: Flow, state: StateNode, input: Json) {
		const sources = { input, context: this.#context(flow) }
		const items = select(String(state.ItemsPath ?? '$'), sources)
		if (!Array.isArray(items))
			throw runtimeError('Reference path to an array is expected for the items of a Map')
		const field = state.ItemProcessor === undefined ? 'Iterator' : 'ItemProcessor'
		const template = state.ItemSelector ?? state.Parameters
		let left = FLOW_BYTES
		return (items as ReadonlyArray<Json>).slice(0, FLOWS_AT_MOST + 1).map((value, index) => {
			const item = { index, value }
			const context = this.#context({ ...flow, item })
			const given = template === undefined ? value : fill(template, { input, context }, this.#chance())
			left -= JSON.stringify(given).length
			if (left < 0) throw tooMuch()
			return { path: [...flow.path, 'States', flow.state, field], input: given, item }
		})
	}

	async #startTask(flow: Flow, state: StateNode, parameters: Json): Promise<void> {
		const integration = integrationOf(String(state.Resource))
		const { isDirect, resourceType, resource } = integration
		const text = JSON.stringify(parameters)
		const seconds = state.TimeoutSeconds
		const limit = typeof seconds === 'number' ? { timeoutInSeconds: seconds } : {}
		if (isDirect) {
			this.#record(flow, 'LambdaFunctionScheduled', {
				...{ resource, input: text, inputDetails: { truncated: false }, ...limit },
			})
			this.#record(flow, 'LambdaFunctionStarted')
		} else {
			const { region } = this.#call.scope
			this.#record(flow, 'TaskScheduled', { resourceType, resource, region, parameters: text, ...limit })
			this.#record(flow, 'TaskStarted', { resourceType, resource })
		}
		try {
			const started = await integration.start(this.#call, this.#role(), parameters)
			if ('result' in started) return this.#finishTask(this.#flow(flow.id), state, started.result)
			const { turn } = this.#change(flow.id, { status: 'waiting', turn: flow.turn + 1 })
			const { service, id } = started.awaits
			const waiting = { execution: this.#execution.id, flow: flow.id, turn }
			this.#call.world.put(awaited, this.#call.scope, `${service}|${id}`, waiting)
			if (typeof seconds === 'number')
				this.#call.schedule(
					this.#call.now + seconds * 1000,
					['tasktimeout', this.#execution.id, flow.id, turn].join('|'),
				)
		} catch (error) {
			this.#failTask(this.#flow(flow.id), state, error)
		}
	}

	#finishTask(flow: Flow, state: StateNode, result: Json): void {
		const { isDirect, resourceType, resource } = integrationOf(String(state.Resource))
		const told = { output: JSON.stringify(result), outputDetails: { truncated: false } }
		if (isDirect) this.#record(flow, 'LambdaFunctionSucceeded', told)
		else this.#record(flow, 'TaskSucceeded', { resourceType, resource, ...told })
		this.#complete(this.#flow(flow.id), state, result)
	}

	#failTask(flow: Flow, state: StateNode, thrown: unknown): void {
		const { isDirect, resourceType, resource, errors } = integrationOf(String(state.Resource))
		const error = statesErrorOf(thrown, errors)
		const told = { error: error.error, cause: error.message }
		if (isDirect) this.#record(flow, 'LambdaFunctionFailed', told)
		else this.#record(flow, 'TaskFailed', { resourceType, resource, ...told })
		this.#handle(flow.id, error)
	}

	/** Takes a state's result through its selector and paths, and leaves the state. */
	#complete(flow: Flow, state: StateNode, result: Json): void {
		const context = this.#context(flow)
		const selected =
			state.ResultSelector === undefined
				? result
				: fill(state.ResultSelector, { input: result, context }, this.#chance())
		this.#exit(flow, state, this.#outputOf(flow, state, this.#placed(flow, state, selected)))
	}

	#placed(flow: Flow, state: StateNode, result: Json): Json {
		if (state.ResultPath === null) return this.#inputOf(flow, state)
		if (state.ResultPath === undefined) return result
		return withValue(String(state.ResultPath), this.#inputOf(flow, state), result)
	}

	#exit(flow: Flow, state: StateNode, output: Json): void {
		assertSize(output, flow.state)
		const told = { name: flow.state, output: JSON.stringify(output), outputDetails: { truncated: false } }
		this.#record(flow, `${state.Type}StateExited`, told)
		const { previousEvent } = this.#flow(flow.id)
		if (state.Next === undefined) return void this.#endFlow(this.#flow(flow.id), output)
		const { isWoken: _, results: __, ...rest } = flow
		this.#put({
			...{ ...rest, state: state.Next, input: output, hasEntered: false, status: 'ready', retries: {} },
			...{ previousEvent, turn: flow.turn + 1 },
		})
	}

	#endFlow(flow: Flow, output: Json): void {
		const [parentId, index] = parentOf(flow.id)
		if (parentId === undefined) {
			this.#end({ status: 'SUCCEEDED', output: JSON.stringify(output) }, flow.previousEvent)
			return
		}
		const parent = this.#flow(parentId)
		const state = this.#stateOf(parent)
		if (state.Type === 'Map') this.#record(flow, 'MapIterationSucceeded', { name: parent.state, index })
		this.#flows.delete(flow.id)
		const results = (parent.results ?? []).map((known, at) => (at === index ? { output } : known))
		const joined = this.#change(parentId, { results, previousEvent: this.#events })
		if (results.every((known) => known !== null)) this.#join(joined, state)
	}

	#join(flow: Flow, state: StateNode): void {
		this.#record(flow, `${state.Type}StateSucceeded`)
		const outputs = (flow.results ?? []).map((known) => known?.output ?? null)
		try {
			this.#complete(this.#flow(flow.id), state, assertSize(outputs, flow.state))
		} catch (error) {
			this.#handle(flow.id, statesErrorOf(error))
		}
	}

	/** Retries, catches, or lets the flow fail. */
	#handle(id: string, error: StatesError): void {
		const flow = this.#flows.get(id)
		if (!flow || this.#hasEnded) return
		const state = this.#stateOf(flow)
		const retriers = (state.Retry ?? []) as unknown as ReadonlyArray<Retrier>
		const retrier = retriers.findIndex(({ ErrorEquals }) => fits(ErrorEquals, error.error))
		const rule = retriers[retrier]
		const tries = flow.retries[retrier] ?? 0
		if (rule && tries < (rule.MaxAttempts ?? 3)) {
			const seconds = (rule.IntervalSeconds ?? 1) * (rule.BackoffRate ?? 2) ** tries
			const wait = Math.min(seconds, rule.MaxDelaySeconds ?? 99_999_999)
			this.#drop(id)
			const { results: _, ...rest } = flow
			const retries = { ...flow.retries, [retrier]: tries + 1 }
			this.#put({ ...rest, retries })
			this.#sleep(this.#flow(id), this.#call.now + wait * 1000)
			return
		}
		const catchers = (state.Catch ?? []) as unknown as ReadonlyArray<Catcher>
		const catcher = catchers.find(({ ErrorEquals }) => fits(ErrorEquals, error.error))
		if (!catcher) return void this.#failFlow(flow, state, error)
		this.#drop(id)
		const told = { Error: error.error, Cause: error.message }
		const output =
			catcher.ResultPath === null ? flow.input : withValue(catcher.ResultPath ?? '$', flow.input, told)
		this.#exit(flow, { ...state, Next: catcher.Next }, output)
	}

	#failFlow(flow: Flow, state: StateNode, error: StatesError): void {
		if (state.Type === 'Parallel' || state.Type === 'Map') this.#record(flow, `${state.Type}StateFailed`)
		const [parentId, index] = parentOf(flow.id)
		if (parentId === undefined) return void this.#fail(error)
		const parent = this.#flow(parentId)
		if (this.#stateOf(parent).Type === 'Map')
			this.#record(flow, 'MapIterationFailed', { name: parent.state, index })
		this.#drop(parentId)
		this.#handle(parentId, error)
	}

	#fail(error: StatesError): void {
		const cause = error.message === '' ? {} : { cause: error.message }
		this.#end({ status: 'FAILED', error: error.error, ...cause }, this.#events)
	}

	#end(end: Parameters<typeof endExecution>[2], previous: number): void {
		this.#hasEnded = true
		endExecution(this.#call, { ...this.#execution, events: this.#events }, end, previous)
	}

	#failureOf(flow: Flow, state: StateNode, input: Json): StatesError {
		const sources = { input, context: this.#context(flow) }
		const at = (field: 'Error' | 'Cause') =>
			String(
				(state[`${field}Path`] === undefined
					? state[field]
					: require(String(state[`${field}Path`]), sources)) ?? '',
			)
		return new StatesError(at('Error'), at('Cause'))
	}

	#inputOf(flow: Flow, state: StateNode): Json {
		if (state.InputPath === null) return {}
		return require(String(state.InputPath ?? '$'), { input: flow.input, context: this.#context(flow) })
	}

	#outputOf(flow: Flow, state: StateNode, value: Json): Json {
		if (state.OutputPath === null) return {}
		return require(String(state.OutputPath ?? '$'), { input: value, context: this.#context(flow) })
	}

	#parameters(flow: Flow, state: StateNode, input: Json): Json {
		if (state.Parameters === undefined) return input
		const filled = fill(state.Parameters, { input, context: this.#context(flow) }, this.#chance())
		return assertSize(filled, flow.state)
	}

	/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
	#context(flow: Pick<Flow, 'state' | 'retries' | 'item'>): Sources['context'] {
		const { arn, name, startedAt, machine, machineArn, roleArn } = this.#execution
		return {
			Execution: {
				...{ Id: arn, Name: name, RoleArn: roleArn, Input: this.#input },
				StartTime: new Date(startedAt).toISOString(),
			},
			StateMachine: { Id: machineArn, Name: machine },
			State: {
				...{ Name: flow.state, EnteredTime: new Date(this.#call.now).toISOString() },
				RetryCount: Object.values(flow.retries).reduce((sum, tries) => sum + tries, 0),
			},
			...(flow.item && { Map: { Item: { Index: flow.item.index, Value: flow.item.value } } }),
		}
	}

	#chance() {
		const { ids } = this.#call
		return { uuid: () => ids.uuid(), fraction: () => ids.fraction() }
	}

	#role() {
		const { roleArn, name, machineArn } = this.#execution
		const source = { arn: machineArn, account: this.#call.scope.account }
		return assumeServiceRole(this.#call, roleArn, STATES, name.slice(0, 64), source)
	}

	#sleep(flow: Flow, until: number): void {
		const { turn } = this.#change(flow.id, { status: 'waiting', turn: flow.turn + 1 })
		this.#call.schedule(until, ['wake', this.#execution.id, flow.id, turn].join('|'))
	}

	#record(flow: Flow, type: string, details?: Record<string, Json | undefined>): void {
		const id = ++this.#events
		const previous = this.#flows.get(flow.id)?.previousEvent ?? flow.previousEvent
		this.#call.world.put(history, this.#call.scope, eventId(this.#execution.id, id), {
			...{ id, previous, type: type as 'ExecutionStarted', at: this.#call.now },
			...(details && { details: this.#withinHistory(details) }),
		})
		if (this.#flows.has(flow.id)) this.#change(flow.id, { previousEvent: id })
	}

	/** An event's details as they are, or without their data once the history is full. */
	#withinHistory(details: Record<string, Json | undefined>): Record<string, Json | undefined> {
		const texts = Object.values(details).filter((value) => typeof value === 'string')
		const size = texts.reduce((sum, { length }) => sum + length, 0)
		if (this.#historySize + size <= HISTORY_CHARACTERS) {
			this.#historySize += size
			return details
		}
		const { input, output, parameters, cause: _, ...rest } = details
		return {
			...rest,
			...(input !== undefined && { inputDetails: { truncated: true } }),
			...(output !== undefined && { outputDetails: { truncated: true } }),
			...(parameters !== undefined && { parameters: '' }),
		}
	}

	/** Ends the flows that one has split into. */
	#drop(id: string): void {
		for (const known of this.#flows.keys()) if (known.startsWith(`${id}.`)) this.#flows.delete(known)
	}

	#waiting(id: string, turn: number): Flow | undefined {
		const flow = this.#flows.get(id)
		return flow?.status === 'waiting' && flow.turn === turn ? flow : undefined
	}

	#flow(id: string): Flow {
		const flow = this.#flows.get(id)
		if (!flow) throw new Error(`${this.#execution.id} has no flow ${id}`)
		return flow
	}

	#change(id: string, change: Partial<Flow>): Flow {
		return this.#put({ ...this.#flow(id), ...change })
	}

	#put(flow: Flow): Flow {
		this.#flows.set(flow.id, flow)
		return flow
	}

	#stateOf(flow: Flow): StateNode {
		const state = this.#nodeAt(flow.path).States[flow.state]
		if (!state) throw new Error(`${this.#execution.id} has no state ${flow.state}`)
		return state
	}

	#nodeAt(path: Flow['path']): StatesNode {
		return path.reduce<unknown>(
			(node, key) => (node as Record<string, unknown>)[key],
			this.#root,
		) as StatesNode
	}

	#save(): void {
		if (this.#hasEnded) return
		const flows = Object.fromEntries(this.#flows)
		if (JSON.stringify(flows).length > FLOW_BYTES) return void this.#fail(tooMuch())
		const { world, scope } = this.#call
		world.put(executions, scope, this.#execution.id, {
			...{ ...this.#execution, flows, events: this.#events, historySize: this.#historySize },
		})
	}
}

interface Retrier {
	ErrorEquals: ReadonlyArray<string>
	IntervalSeconds?: number
	MaxAttempts?: number
	BackoffRate?: number
	MaxDelaySeconds?: number
}

interface Catcher {
	ErrorEquals: ReadonlyArray<string>
	Next: string
	ResultPath?: string | null
}

/** The wording is ours, as the limit is. */
function tooMuch(): StatesError {
	return new StatesError('States.DataLimitExceeded', 'The states of the execution hold too much data')
}

/** `0.1` is the second of what `0` split into. */
function parentOf(id: string): [parent: string | undefined, index: number] {
	const dot = id.lastIndexOf('.')
	return dot < 0 ? [undefined, 0] : [id.slice(0, dot), Number(id.slice(dot + 1))]
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
function fits(names: ReadonlyArray<string>, error: string): boolean {
	if (names.includes(error)) return true
	if (error === 'States.DataLimitExceeded' || error === 'States.Runtime') return false
	if (names.includes('States.ALL')) return true
	return names.includes('States.TaskFailed') && error !== 'States.Timeout'
}

/** What was thrown as a state may catch it. */
function statesErrorOf(error: unknown, service = 'States'): StatesError {
	if (error instanceof StatesError) return error
	if (error instanceof AwsError)
		return new StatesError(
			`${service}.${error.code}`,
			`${error.message} (Service: ${service}, Status Code: ${error.status})`,
		)
	if (error instanceof RoleNotAssumable)
		return new StatesError(
			'States.TaskFailed',
			`The role ${error.roleArn} cannot be assumed by Step Functions`,
		)
	throw error
}
