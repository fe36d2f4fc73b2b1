import type { Check } from '../checks/check.ts'
import { comesBack, onFailure, redStaging } from './checks/automatic-checks.ts'
import { inOrder, notRetryable, oneAtATime, queued, superseded } from './checks/mode-checks.ts'
import { notInParallel, outdatedTarget, rolledBack, targetDelivered } from './checks/rollback-checks.ts'

/** In the order in which a learner meets them. */
export const checks: ReadonlyArray<Check> = [
	superseded,
	notRetryable,
	queued,
	inOrder,
	oneAtATime,
	rolledBack,
	targetDelivered,
	outdatedTarget,
	notInParallel,
	onFailure,
	comesBack,
	redStaging,
]
