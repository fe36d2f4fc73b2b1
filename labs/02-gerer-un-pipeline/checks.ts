import type { Check } from '../checks/check.ts'
import { nothingMeanwhile, reopened, superseded, transitionClosed } from './checks/freeze-checks.ts'
import { stoppedThenResumed, tagged } from './checks/stop-checks.ts'
import { nothingLost, redTest, testBeforeDeploy } from './checks/structure-checks.ts'

/** In the order in which a learner meets them. */
export const checks: ReadonlyArray<Check> = [
	testBeforeDeploy,
	nothingLost,
	redTest,
	transitionClosed,
	nothingMeanwhile,
	superseded,
	reopened,
	stoppedThenResumed,
	tagged,
]
