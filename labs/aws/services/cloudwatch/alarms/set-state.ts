import type { Call } from '../../../service.ts'
import { type Alarm, type AlarmState, alarms, parents, type StateValue } from '../collections.ts'
import { askEvaluation } from '../metric-data.ts'
import { act } from './alarm-actions.ts'
import { emitStateChange } from './alarm-event.ts'
import { remember } from './alarm-history.ts'

/** Gives an alarm a state. Only one that differs in its value is a transition, told and acted upon. */
export async function setState(
	call: Call,
	alarm: Readonly<Alarm>,
	value: StateValue,
	reason: string,
	reasonData?: string,
): Promise<void> {
	const before = alarm.state
	const isTransition = before.value !== value
	const state: AlarmState = {
		...{ value, reason, updatedAt: call.now },
		transitionedAt: isTransition ? call.now : before.transitionedAt,
		...(reasonData !== undefined && { reasonData }),
	}
	const changed = call.world.put(alarms, call.scope, alarm.name, { ...alarm, state })
	if (!isTransition) return
	const told = ({ value: stateValue, reason: stateReason, reasonData: data }: AlarmState) => ({
		...{ stateValue, stateReason },
		...(data !== undefined && { stateReasonData: JSON.parse(data) }),
	})
	const summary = `Alarm updated from ${before.value} to ${value}`
	const data = { version: '1.0', oldState: told(before), newState: told(state) }
	const remembered = remember(call, changed, 'StateUpdate', summary, data)
	emitStateChange(call, remembered, before)
	await act(call, remembered, before)
	call.announce('AlarmStateChanged', { name: alarm.name })
	const prefix = `${encodeURIComponent(alarm.name)}|`
	for (const { parent } of call.world.list(parents, call.scope, { prefix }))
		askEvaluation(call, call.scope, parent, call.now)
}
