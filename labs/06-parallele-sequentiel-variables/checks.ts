import type { Check } from '../checks/check.ts'
import { redSecurity, shortest, together } from './checks/order-checks.ts'
import { reportsRead } from './checks/report-checks.ts'
import { chosenAtStart, launched, noValue, variableDeclared } from './checks/variable-checks.ts'

/** In the order in which a learner meets them. */
export const checks: ReadonlyArray<Check> = [
	together,
	shortest,
	redSecurity,
	reportsRead,
	variableDeclared,
	chosenAtStart,
	noValue,
	launched,
]
