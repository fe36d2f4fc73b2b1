import type { Check } from '../checks/check.ts'
import { corruptedArchive, deliversNextVersion } from './checks/delivery-checks.ts'
import { onlyThePipeline, twoSuccesses, v2Published } from './checks/publication-checks.ts'
import { restarted, v1Published } from './checks/restart-checks.ts'
import { boundedRole, roleMayPublish } from './checks/role-checks.ts'
import { pipelineV2, twoStages, versionedSource } from './checks/structure-checks.ts'

/** In the order in which a learner meets them. */
export const checks: ReadonlyArray<Check> = [
	pipelineV2,
	twoStages,
	versionedSource,
	roleMayPublish,
	boundedRole,
	v1Published,
	restarted,
	v2Published,
	twoSuccesses,
	onlyThePipeline,
	deliversNextVersion,
	corruptedArchive,
]
